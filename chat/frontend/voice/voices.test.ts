import { Blob as NodeBlob } from 'node:buffer'
import 'fake-indexeddb/auto'
import { useConnection } from '@ggtalk/realtime/connection'
import { leaveStorage, openStorage } from '@ggtalk/storage'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useLimits } from '../changes/limits'
import { rowsOf } from '../history/rows'
import { outboxTable } from '../outbox/entries'
import { useOutbox } from '../outbox/outbox'
import { pictureTable, usePictures } from '../pictures/pictures'
import { PlayedServer } from '../testing/server'
import { ALICE, message } from '../testing/things'
import { PlayedUploads } from '../testing/uploads'
import type { Message } from '../types'
import { microphoneTrouble } from './microphone'
import { VoiceRecording } from './recording'
import { MOST_MS, lengthText, peaksOf } from './voices'

const BOB = 12
const VOICE = { duration_ms: 3_000, peaks: [10, 90] }
let server: PlayedServer
let uploads: PlayedUploads

async function openPage(): Promise<void> {
  setActivePinia(createPinia())
  openStorage(ALICE, [outboxTable, pictureTable])
  await usePictures().open()
  await useOutbox().open(ALICE)
}

async function connect(): Promise<void> {
  const empty = () => Promise.resolve({ default: {} })
  useConnection().start([{ name: 'chat', messages: { 'zh-CN': empty, en: empty }, onLive: () => useOutbox().resume() }], 1, () => undefined)
  server.greet()
  await vi.waitFor(() => expect(useConnection().state).toBe('live'))
}

async function speak(): Promise<void> {
  const id = await usePictures().take(BOB, new NodeBlob(['voice'], { type: 'audio/webm;codecs=opus' }) as Blob)
  await useOutbox().write(BOB, { text: '' }, { pictures: [id], voice: VOICE })
}

const bodies = () => server.stored.map(({ body }) => body)

describe('voices on their way', () => {
  beforeEach(async () => {
    server = new PlayedServer(ALICE)
    uploads = new PlayedUploads()
    await openPage()
  })

  afterEach(async () => {
    useConnection().stop()
    useOutbox().close()
    await leaveStorage(true)
    vi.unstubAllGlobals()
  })

  it('survive the end of the page, with length and waveform, and are sent as voices', async () => {
    await speak()
    useOutbox().close()
    await leaveStorage(false)
    await openPage()
    const [row] = rowsOf([], useOutbox().of(BOB), ALICE, null)
    expect(row).toMatchObject({ kind: 'text', text: '', pictures: [], voice: { ...VOICE, file: null } })
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here')
    await connect()
    await vi.waitFor(() => expect(bodies()).toEqual([{ text: '', voice: 101 }]))
    expect(uploads.taken.map(({ type }) => type)).toEqual(['audio/webm;codecs=opus'])
  })

  it('are uploaded anew on request when the server has forgotten them', async () => {
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here')
    await connect()
    server.refusal = () => 'no_such_voice'
    await speak()
    await vi.waitFor(() => expect(useOutbox().of(BOB)[0]?.progress).toBe('refused'))
    server.refusal = () => null
    await useOutbox().retry(useOutbox().of(BOB)[0]?.clientId ?? '')
    await vi.waitFor(() => expect(bodies()).toEqual([{ text: '', voice: 102 }]))
  })
})

it('has no words that could be edited', () => {
  setActivePinia(createPinia())
  const voice = { id: 7, media_type: 'audio/ogg', size_bytes: 9, ...VOICE }
  const said = message(1, { sender: ALICE, body: { text: '', voice } as unknown as Message['body'] })
  expect(useLimits().mayEdit(said, ALICE, Date.parse(said.sent_at))).toBe(false)
  expect(useLimits().mayRecall(said, ALICE, Date.parse(said.sent_at))).toBe(true)
  expect(rowsOf([said], [], ALICE, null)[0]).toMatchObject({ voice: { file: 7, local: null, duration_ms: 3_000 } })
})

it('tells lengths and keeps the loudest of each part', () => {
  expect([0, 999, 7_400, 119_900].map(lengthText)).toEqual(['0:00', '0:01', '0:07', '2:00'])
  expect(peaksOf([1, 9, 3, 2], 2)).toEqual([9, 3])
  expect(peaksOf([5], 3)).toEqual([5, 5, 5])
  expect(peaksOf([], 2)).toEqual([0, 0])
})

it('says of each failure what can be done', () => {
  const named = (name: string) => microphoneTrouble(new DOMException('', name))
  expect(['NotAllowedError', 'NotFoundError', 'NotReadableError'].map(named)).toEqual(['denied', 'missing', 'busy'])
})

describe('a recording', () => {
  let closed: number

  class PlayedRecorder {
    static isTypeSupported = () => true
    state = 'inactive'
    mimeType = 'audio/webm'
    ondataavailable: (event: { data: Blob }) => void = () => undefined
    onstop: () => void = () => undefined

    start(): void {
      this.state = 'recording'
    }

    stop(): void {
      this.state = 'inactive'
      this.ondataavailable({ data: new Blob(['heard']) })
      this.onstop()
    }
  }

  class PlayedContext {
    resume = () => Promise.resolve()
    close = () => Promise.resolve()
    createAnalyser = () => ({ fftSize: 4, getFloatTimeDomainData: (samples: Float32Array) => samples.fill(0.25) })
    createMediaStreamSource = () => ({ connect: () => undefined })
  }

  beforeEach(() => {
    closed = 0
    vi.useFakeTimers()
    vi.stubGlobal('isSecureContext', true)
    vi.stubGlobal('MediaRecorder', PlayedRecorder)
    vi.stubGlobal('AudioContext', PlayedContext)
    const stream = { getTracks: () => [{ stop: () => (closed += 1) }] }
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => Promise.resolve(stream) } })
  })

  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('ends by itself after two minutes, and the microphone closes', async () => {
    const recording = new VoiceRecording()
    await recording.start()
    expect(recording.stage.value).toBe('recording')
    await vi.advanceTimersByTimeAsync(MOST_MS + 100)
    expect(recording.stage.value).toBe('recorded')
    expect(recording.recorded.value).toMatchObject({ duration_ms: MOST_MS, peaks: Array(64).fill(50) as number[] })
    expect(closed).toBe(1)
  })

  it('closes the microphone that opens after it was given up', async () => {
    const recording = new VoiceRecording()
    const starting = recording.start()
    recording.giveUp()
    await starting
    expect([recording.stage.value, closed]).toEqual(['starting', 1])
  })

  it('says why it can’t begin', async () => {
    vi.stubGlobal('isSecureContext', false)
    const recording = new VoiceRecording()
    await recording.start()
    expect([recording.stage.value, recording.trouble.value]).toEqual(['trouble', 'insecure'])
  })
})
