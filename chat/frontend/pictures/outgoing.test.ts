import { Blob as NodeBlob } from 'node:buffer'
import 'fake-indexeddb/auto'
import { whenUnauthorized } from '@ggtalk/api/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { outboxTable } from '../outbox/entries'
import { writtenOut } from '../composer/written'
import { useOutbox } from '../outbox/outbox'
import { OutboxQueue } from '../outbox/queue'
import { ALICE, BOB, connect, killPage, openPage } from '../testing/outboxPage'
import { PlayedServer } from '../testing/server'
import { PlayedUploads } from '../testing/uploads'
import { pictureTable, type LocalPicture } from './pictures'

let server: PlayedServer
let uploads: PlayedUploads

/** Two pictures stand in what is being written, as an earlier page has left them. */
async function begin(): Promise<void> {
  for (const [place, id] of ['one', 'two'].entries()) await pictureTable.put(local(id, place))
  await killPage()
  await openPage()
}

function local(id: string, place: number): LocalPicture {
  return { id, place, conversation: BOB, blob: new NodeBlob([id]) as Blob, width: 6, height: 4, file: null }
}

const write = () => useOutbox().write(BOB, { text: 'look' }, { pictures: ['one', 'two'] })
const images = () => server.stored.map((message) => (message.body as { images?: number[] }).images)

beforeEach(async () => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:here')
  server = new PlayedServer(ALICE)
  uploads = new PlayedUploads()
  await openPage()
})

afterEach(async () => {
  await killPage(true)
  vi.unstubAllGlobals()
})

describe('pictures on their way', () => {
  it('are uploaded in order before their message, and what was written after them waits', async () => {
    await begin()
    await write()
    await useOutbox().write(BOB, { text: 'after' })
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['look', 'after']))
    expect(images()).toEqual([[101, 102], undefined])
  })

  it('let go of their room in the browser once the message is here', async () => {
    await begin()
    await write()
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['look']))
    useOutbox().seen(useOutbox().of(BOB)[0]?.clientId ?? '')
    await vi.waitFor(async () => expect(await pictureTable.all()).toEqual([]))
  })

  it('survive the end of the page, and are not uploaded twice', async () => {
    await begin()
    await connect(server)
    server.fate = ({ type }) => (type === 'message.send' ? 'lose' : 'obey')
    await write()
    await vi.waitFor(() => expect(uploads.taken).toHaveLength(2))
    await vi.waitFor(async () => expect((await pictureTable.all()).map(({ file }) => file)).toEqual([101, 102]))
    await killPage()
    server.fate = () => 'obey'
    await openPage()
    await connect(server)
    await vi.waitFor(() => expect(images()).toEqual([[101, 102]]))
    expect(uploads.taken).toHaveLength(2)
  })

  it('are uploaded anew on request when the server has forgotten them', async () => {
    await begin()
    await connect(server)
    server.refusal = () => 'no_such_picture'
    await write()
    await vi.waitFor(() => expect(useOutbox().of(BOB)[0]?.progress).toBe('refused'))
    server.refusal = () => null
    await useOutbox().retry(useOutbox().of(BOB)[0]?.clientId ?? '')
    await vi.waitFor(() => expect(images()).toEqual([[103, 104]]))
  })

  it('stay here when a refused message is taken back to be written anew', async () => {
    await begin()
    await connect(server)
    uploads.trouble = 'too_many_pixels'
    await write()
    await vi.waitFor(() => expect(useOutbox().of(BOB)[0]?.refusal?.code).toBe('too_many_pixels'))
    const [refused] = useOutbox().of(BOB)
    expect(refused && writtenOut(refused)).toMatchObject({ text: '\ufffc\ufffclook', inline: [{ start: 0, picture: 'one' }, { start: 1, picture: 'two' }] })
    await useOutbox().remove(refused?.clientId ?? '', { keepsPictures: true })
    expect((await pictureTable.all()).map(({ id }) => id).sort()).toEqual(['one', 'two'])
  })

  it('are not sent where their message was given up while they were uploaded', async () => {
    await begin()
    await connect(server)
    uploads.whenAsked = () => void useOutbox().remove(useOutbox().of(BOB)[0]?.clientId ?? '')
    await useOutbox().write(BOB, { text: 'look' }, { pictures: ['one'] })
    await vi.waitFor(() => expect(uploads.taken).toHaveLength(1))
    await useOutbox().write(BOB, { text: 'next' })
    await vi.waitFor(() => expect(server.texts()).toEqual(['next']))
    expect((await pictureTable.all()).map(({ id }) => id)).toEqual(['two'])
  })

  it.each(['away', 502, 503, 504, 429, 408])('arrive by themselves, once, after uploads met with %s', async (trouble) => {
    vi.spyOn(Math, 'random').mockReturnValue(0)
    await begin()
    await connect(server)
    uploads.trouble = trouble
    await write()
    await vi.waitFor(() => expect(uploads.tries).toBeGreaterThan(10))
    await vi.waitFor(() => expect(useOutbox().of(BOB)[0]?.progress).toBe('postponed'))
    uploads.trouble = null
    await vi.waitFor(() => expect(images()).toEqual([[101, 102]]))
  })

  it('are kept when the session has ended, which is told', async () => {
    const ended = vi.fn()
    whenUnauthorized(ended)
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    await begin()
    await connect(server)
    uploads.trouble = 401
    await write()
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce())
    expect(await outboxTable.all()).toMatchObject([{ refusal: null }])
  })

  it('are refused for good when a proxy takes nothing so large', async () => {
    await begin()
    await connect(server)
    uploads.trouble = 413
    await write()
    await vi.waitFor(() => expect(useOutbox().of(BOB)[0]?.refusal).toEqual({ code: 'http_413', detail: '', status: 413 }))
  })
})

it('hold back only what comes after them in the same conversation', () => {
  const queue = new OutboxQueue()
  const entry = (clientId: string, conversation: number, writtenAt: number, pictures?: string[]) => {
    queue.add({ clientId, conversation, body: { text: clientId }, ...(pictures ? { pictures } : {}), writtenAt, refusal: null })
    queue.kept(clientId)
  }
  entry('before', 1, 1)
  entry('pictures', 1, 2, ['one'])
  entry('after', 1, 3)
  entry('elsewhere', 2, 4)
  const ready = () => queue.ready(10).map(({ clientId }) => clientId)
  expect(ready()).toEqual(['before', 'pictures', 'elsewhere'])
  queue.travels('pictures')
  expect(ready()).toEqual(['before', 'elsewhere'])
  queue.refused('pictures', { code: 'too_large', detail: '' })
  expect(ready()).toEqual(['before', 'after', 'elsewhere'])
})
