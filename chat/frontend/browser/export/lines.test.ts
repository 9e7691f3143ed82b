import { useUsers } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import en from '../../messages/en'
import { BOB, card, message } from '../../testing/things'
import type { Message } from '../../types'
import { Lines } from './lines'

let asked: string[] = []
let answer: (path: string) => object | null = () => null

beforeEach(() => {
  setActivePinia(createPinia())
  useUsers().learn([card(BOB, 'Bob')])
  i18n.global.mergeLocaleMessage('en', { chat: en })
  i18n.global.locale.value = 'en'
  asked = []
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const { pathname, search } = new URL(url)
    asked.push(pathname + search)
    const told = answer(pathname)
    return told ? Promise.resolve(Response.json(told)) : Promise.reject(new TypeError('Failed to fetch'))
  })
})

afterEach(() => void vi.unstubAllGlobals())

function saying(seq: number, body: object): Message {
  return message(seq, { body })
}

async function writtenOf(messages: readonly Message[], copies: ReadonlyMap<number, Message> | null = null) {
  const lines = new Lines({ conversation: 12, embedding: null, fullTime: (iso) => iso, copies })
  await lines.learn(messages)
  return Promise.all(messages.map((one) => lines.of(one)))
}

const answering = (seq: number, id: number) => saying(seq, { text: 'yes', reply_to: id })
const FORWARDED = { kind: 'group', title: 'Walks', names: [], count: 2, lines: [{ name: 'Carol', kind: 'text', text: 'at n…' }] }
const ITEMS = { messages: [{ name: 'Carol', sent_at: '2026-11-20T09:00:00Z', body: { text: 'at nine' } }] }

describe('what belongs to a message in an export', () => {
  it('is what it answers, asked for together, also where that is gone', async () => {
    answer = () => ({ messages: [saying(1, { text: 'at eight?' }), saying(2, { recalled: true })], more: false })
    const lines = await writtenOf([answering(5, 1_001), answering(6, 1_002), answering(7, 1_003), message(8)])
    expect(lines.map(({ answers }) => answers?.text)).toEqual(['at eight?', expect.stringContaining('recalled a message'), expect.stringContaining('not here any more'), undefined])
    expect(asked).toEqual(['/api/conversations/12/messages/?ids=1001%2C1002%2C1003'])
  })

  it('is what it answers in the local copy, without the server', async () => {
    const [line] = await writtenOf([answering(5, 1_001)], new Map([[1_001, saying(1, { text: 'at eight?' })]]))
    expect(line?.answers?.text).toBe('at eight?')
    expect(asked).toEqual([])
  })

  it('is all of a card, and its beginning where the server is not reached', async () => {
    answer = () => ITEMS
    const [whole] = await writtenOf([saying(1, { text: '', forwarded: FORWARDED })])
    expect(whole?.card).toMatchObject({ title: 'Chat history of Walks', said: [{ name: 'Carol', text: 'at nine' }] })
    answer = () => null
    const parts = await writtenOf([saying(1, { text: '', forwarded: FORWARDED }), saying(2, { text: '', forwarded: FORWARDED })], new Map())
    expect(parts.map(({ card }) => card?.said[0]?.text)).toEqual(['Carol: at n…', 'Carol: at n…'])
    await expect(writtenOf([saying(1, { text: '', forwarded: FORWARDED })])).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('is a word for all that is not words, and for what is gone', async () => {
    const edited = message(7, { edited_at: '2026-11-23T07:00:00Z' })
    const lines = await writtenOf([
      saying(1, { sticker: 'party', text: '' }),
      saying(2, { text: '', voice: { id: 1, duration_ms: 2_000, peaks: [] } }),
      saying(3, { text: 'look \ufffc', inline: [{ start: 5, sticker: 'party' }] }),
      saying(4, { recalled: true }),
      saying(5, { burnt: true }),
      saying(6, { burn: { kind: 'text' } }),
      edited,
    ])
    expect(lines.map(({ text }) => text).slice(0, 3)).toEqual(['[Sticker: party]', '[Voice] 0:02', 'look [Sticker: party]'])
    expect(lines.map(({ isNotice }) => isNotice)).toEqual([false, false, false, true, true, true, false])
    expect(lines.every(({ text }) => text !== '')).toBe(true)
    expect(lines.at(-1)?.edited).toBe('edited')
  })
})
