import 'fake-indexeddb/auto'
import { useConnection } from '@ggtalk/realtime/connection'
import { leaveStorage, openStorage, useStorage } from '@ggtalk/storage'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ALICE, BOB, connect, killPage, openPage } from '../testing/outboxPage'
import { PlayedServer } from '../testing/server'
import { outboxTable, understood } from './entries'
import { useOutbox } from './outbox'

let server: PlayedServer

/** The page waits no longer than it must between tries. */
async function impatiently(): Promise<void> {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  await killPage()
  await openPage()
}

const progress = () => useOutbox().of(BOB).map(({ body, progress: how }) => [body.text, how])
const kept = async () => (await outboxTable.all()).map((row) => understood(row).body.text)

beforeEach(async () => {
  server = new PlayedServer(ALICE)
  await openPage()
})

afterEach(async () => {
  await killPage(true)
  vi.unstubAllGlobals()
})

describe('sending', () => {
  it('keeps a text before it is sent, and lets go of it when the server’s event is here', async () => {
    await connect(server)
    server.fate = () => 'lose'
    await useOutbox().write(BOB, { text: 'hello' })
    expect(await kept()).toEqual(['hello'])
    await vi.waitFor(() => expect(progress()).toEqual([['hello', 'travelling']]))
    useOutbox().seen(useOutbox().of(BOB)[0]?.clientId ?? '')
    expect(progress()).toEqual([])
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
  })

  it('shows it as stored from the reply until the event comes, and no longer keeps it', async () => {
    await connect(server)
    await useOutbox().write(BOB, { text: 'hello' })
    await vi.waitFor(() => expect(progress()).toEqual([['hello', 'stored']]))
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    useOutbox().loaded(BOB, 1)
    expect(progress()).toEqual([])
  })

  it('sends many at once and keeps their order', async () => {
    await connect(server)
    const texts = Array.from({ length: 200 }, (_, number) => `text ${number}`)
    await Promise.all(texts.map((text) => useOutbox().write(BOB, { text })))
    await vi.waitFor(() => expect(server.stored).toHaveLength(200))
    expect(server.texts()).toEqual(texts)
  })

  it('waits while there is no connection', async () => {
    await useOutbox().write(BOB, { text: 'written offline' })
    expect(progress()).toEqual([['written offline', 'waiting']])
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['written offline']))
  })

  it('is written in the order of the keyboard even when the clock goes back', async () => {
    vi.spyOn(Date, 'now').mockReturnValueOnce(2_000).mockReturnValueOnce(1_000)
    await useOutbox().write(BOB, { text: 'first' })
    await useOutbox().write(BOB, { text: 'second' })
    expect(progress().map(([text]) => text)).toEqual(['first', 'second'])
  })
})

describe('a browser that keeps nothing', () => {
  it('still sends, in order, and says that it keeps nothing', async () => {
    await killPage()
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError')
    })
    await openPage()
    await useOutbox().write(BOB, { text: 'one' })
    await useOutbox().write(BOB, { text: 'two' })
    expect(useStorage().trouble).toBe('refused')
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['one', 'two']))
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
  })
})

describe('the page or the line ends', () => {
  it('before anything was sent: the next page sends it', async () => {
    await useOutbox().write(BOB, { text: 'one' })
    await useOutbox().write(BOB, { text: 'two' })
    await killPage()
    await openPage()
    expect(progress()).toEqual([['one', 'waiting'], ['two', 'waiting']])
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['one', 'two']))
  })

  it('after the server stored it and before it answered: it is stored once', async () => {
    await connect(server)
    server.fate = ({ type }) => (type === 'message.send' ? 'store_silently' : 'obey')
    await useOutbox().write(BOB, { text: 'once' })
    await vi.waitFor(() => expect(server.stored).toHaveLength(1))
    await killPage()
    server.fate = () => 'obey'
    await openPage()
    await connect(server)
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    expect(server.texts()).toEqual(['once'])
  })

  it('before the command reached the server: the next line sends it', async () => {
    await connect(server)
    server.fate = ({ type }) => (type === 'message.send' ? 'lose' : 'obey')
    await useOutbox().write(BOB, { text: 'one' })
    await useOutbox().write(BOB, { text: 'two' })
    await vi.waitFor(() => expect(progress()).toEqual([['one', 'travelling'], ['two', 'travelling']]))
    server.fate = () => 'obey'
    useConnection().stop()
    await vi.waitFor(() => expect(progress()).toEqual([['one', 'waiting'], ['two', 'waiting']]))
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['one', 'two']))
  })

  it('after the reply and before the row was deleted: the repeat changes nothing', async () => {
    await connect(server)
    await useOutbox().write(BOB, { text: 'once' })
    const clientId = useOutbox().of(BOB)[0]?.clientId ?? ''
    await vi.waitFor(() => expect(progress()).toEqual([['once', 'stored']]))
    await killPage()
    openStorage(ALICE, [outboxTable])
    // as an earlier version kept it
    await outboxTable.put({ clientId, conversation: BOB, text: 'once', writtenAt: 1, refusal: null })
    await leaveStorage(false)
    await openPage()
    await connect(server)
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
    expect(server.texts()).toEqual(['once'])
  })
})

describe('refused', () => {
  it('keeps what was refused with its reason, over a reload too, and sends the next', async () => {
    await connect(server)
    server.refusal = ({ body }) => (body.text === 'to a stranger' ? 'not_available' : null)
    await useOutbox().write(BOB, { text: 'to a stranger' })
    await useOutbox().write(BOB, { text: 'next' })
    await vi.waitFor(() => expect(server.texts()).toEqual(['next']))
    await vi.waitFor(async () => expect(await outboxTable.all()).toHaveLength(1))
    await killPage()
    await openPage()
    expect(useOutbox().of(BOB)).toMatchObject([{ progress: 'refused', refusal: { code: 'not_available' } }])
  })

  it('sends it again on request, under the same id', async () => {
    await connect(server)
    server.refusal = () => 'not_available'
    await useOutbox().write(BOB, { text: 'hello' })
    await vi.waitFor(() => expect(progress()).toEqual([['hello', 'refused']]))
    const clientId = useOutbox().of(BOB)[0]?.clientId ?? ''
    server.refusal = () => null
    await useOutbox().retry(clientId)
    await vi.waitFor(() => expect(server.stored).toMatchObject([{ client_id: clientId }]))
  })

  it('takes a new id when something else was sent under the old one', async () => {
    await connect(server)
    server.refusal = () => 'client_id_conflict'
    await useOutbox().write(BOB, { text: 'hello' })
    await vi.waitFor(() => expect(progress()).toEqual([['hello', 'refused']]))
    const clientId = useOutbox().of(BOB)[0]?.clientId ?? ''
    server.refusal = ({ client_id }) => (client_id === clientId ? 'client_id_conflict' : null)
    await useOutbox().retry(clientId)
    await vi.waitFor(() => expect(server.texts()).toEqual(['hello']))
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
  })

  it('is gone for good once it is given up', async () => {
    await connect(server)
    server.refusal = () => 'invalid'
    await useOutbox().write(BOB, { text: 'hello' })
    await vi.waitFor(() => expect(progress()).toEqual([['hello', 'refused']]))
    await useOutbox().remove(useOutbox().of(BOB)[0]?.clientId ?? '')
    await killPage()
    await openPage()
    expect(progress()).toEqual([])
  })

  it('tries again by itself when the server failed, in order', async () => {
    await impatiently()
    await connect(server)
    let failures = 2
    server.refusal = ({ body }) => (body.text === 'one' && failures-- > 0 ? 'server_error' : null)
    await useOutbox().write(BOB, { text: 'one' })
    await vi.waitFor(() => expect(server.texts()).toEqual(['one']))
    expect(failures).toBe(-1)
  })

  it('waits as long as the server fails, never asks the person, and sends in order when it is well', async () => {
    await impatiently()
    await connect(server)
    let tries = 0
    server.refusal = () => ((tries += 1), 'server_error')
    await useOutbox().write(BOB, { text: 'one' })
    await vi.waitFor(() => expect(tries).toBeGreaterThan(20))
    await useOutbox().write(BOB, { text: 'two' })
    await vi.waitFor(() => expect(progress()).toEqual([['one', 'postponed'], ['two', 'postponed']]))
    server.refusal = () => null
    await vi.waitFor(() => expect(server.texts()).toEqual(['one', 'two']))
  })

  it('is given up while the server fails at it, in another window too, and what waited behind it goes', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    await connect(server)
    server.refusal = ({ body }) => (body.text === 'never' ? 'server_error' : null)
    await useOutbox().write(BOB, { text: 'never' })
    await vi.waitFor(() => expect(progress()).toEqual([['never', 'postponed']]))
    await useOutbox().write(BOB, { text: 'next' })
    await useOutbox().remove(useOutbox().of(BOB)[0]?.clientId ?? '')
    await vi.waitFor(() => expect(server.texts()).toEqual(['next']), { timeout: 300, interval: 10 })
    await vi.waitFor(async () => expect(await kept()).toEqual([]))
  })

  it('is not tried again where another window has given it up meanwhile', async () => {
    await connect(server)
    server.refusal = ({ client_id }) => (void outboxTable.delete(client_id), 'server_error')
    await useOutbox().write(BOB, { text: 'never' })
    await vi.waitFor(() => expect(progress()).toEqual([]))
  })

  it('is tried again at once on request where the server failed', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    await connect(server)
    server.refusal = () => 'server_error'
    await useOutbox().write(BOB, { text: 'one' })
    await vi.waitFor(() => expect(progress()).toEqual([['one', 'postponed']]))
    server.refusal = () => null
    await useOutbox().retry(useOutbox().of(BOB)[0]?.clientId ?? '')
    await vi.waitFor(() => expect(server.texts()).toEqual(['one']), { timeout: 300, interval: 10 })
  })

  it('rests between tries in that conversation alone, and not over a new line', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999)
    await connect(server)
    server.refusal = ({ body }) => (body.text === 'one' ? 'server_error' : null)
    await useOutbox().write(BOB, { text: 'one' })
    await vi.waitFor(() => expect(progress()).toEqual([['one', 'postponed']]))
    await useOutbox().write(BOB + 1, { text: 'elsewhere' })
    await vi.waitFor(() => expect(server.texts()).toEqual(['elsewhere']))
    useConnection().stop()
    server.refusal = () => null
    await connect(server)
    await vi.waitFor(() => expect(server.texts()).toEqual(['elsewhere', 'one']), { timeout: 300, interval: 10 })
  })
})

describe('several windows', () => {
  it('send one after the other, and what one has written the other sends and shows', async () => {
    const locks = fakeLocks()
    vi.stubGlobal('navigator', { locks })
    await connect(server)
    let release: () => void = () => undefined
    void locks.request(`ggtalk-outbox-${ALICE}`, () => new Promise<void>((resolve) => (release = resolve)))
    await useOutbox().write(BOB, { text: 'mine' })
    await outboxTable.put({ clientId: 'b', conversation: BOB, body: { text: 'of the other window' }, writtenAt: 1, refusal: null })
    expect(server.stored).toEqual([])
    release()
    await vi.waitFor(() => expect(server.texts()).toEqual(['of the other window', 'mine']))
  })

  it('hear of each other’s changes', async () => {
    const other = new BroadcastChannel(`ggtalk-outbox-${ALICE}`)
    await outboxTable.put({ clientId: 'b', conversation: BOB, body: { text: 'of the other window' }, writtenAt: 1, refusal: null })
    other.postMessage('changed')
    await vi.waitFor(() => expect(progress()).toEqual([['of the other window', 'waiting']]))
    await outboxTable.delete('b')
    other.postMessage('changed')
    await vi.waitFor(() => expect(progress()).toEqual([]))
    other.close()
  })
})

/** What browsers offer in a secure context: one after the other by name. */
function fakeLocks(): { request: (name: string, work: () => Promise<void>) => Promise<void> } {
  const last = new Map<string, Promise<void>>()
  return {
    request: (name, work) => {
      const turn = (last.get(name) ?? Promise.resolve()).then(work)
      last.set(name, turn.catch(() => undefined))
      return turn
    },
  }
}
