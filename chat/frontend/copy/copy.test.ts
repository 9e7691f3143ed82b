import { useMe, type Me } from '@accounts'
import { useSession } from '@ggtalk/session'
import { leaveStorage, openStorage } from '@ggtalk/storage'
import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useBrowser } from '../browser/browser'
import { useConversations } from '../conversations/conversations'
import { useMessages } from '../history/messages'
import { events } from '../module'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, message, ownState } from '../testing/things'
import type { Message } from '../types'
import { copyTable, stepTable, useCopy } from './copy'

const ID = 12
let rest: PlayedRest

/** A page is opened in this browser. */
async function openPage(): Promise<void> {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  openStorage(ALICE, [copyTable, stepTable])
  await useCopy().open()
}

/** The person signs out, or closes the page. */
async function closePage(): Promise<void> {
  await useCopy().close()
  await leaveStorage(false)
}

function remember(on: boolean): void {
  const newValue = JSON.stringify({ remember: on, automatic: true, presence: 'online' })
  localStorage.setItem('ggtalk.entry', newValue)
  window.dispatchEvent(new StorageEvent('storage', { key: 'ggtalk.entry', newValue, storageArea: localStorage }))
}

function recalledOf(seq: number, changed: number): Message {
  return { ...message(seq), body: { recalled: true }, changed_seq: changed }
}

/** What the server says now, and what the page hears of it. */
function change(kind: 'message.edited' | 'message.recalled', now: Message): void {
  rest.messages = rest.messages.map((one) => (one.id === now.id ? now : one))
  const payload = { message: now }
  events[kind]?.(payload, { stream: 'c12', seq: now.changed_seq ?? 0, type: kind, payload })
}

function say(seq: number): void {
  const payload = { message: message(seq) }
  rest.messages.push(payload.message)
  events['message.sent']?.(payload, { stream: 'c12', seq, type: 'message.sent', payload })
}

function remove(...seqs: number[]): void {
  rest.messages = rest.messages.filter(({ seq }) => !seqs.includes(seq))
  const payload = { conversation: ID, messages: seqs.map((seq) => 1_000 + seq), last_message: rest.messages.at(-1) ?? null, own: ownState() }
  events['message.deleted']?.(payload, { stream: 'u1', seq: 1, type: 'message.deleted', payload })
}

const copied = (): Promise<Message[]> => useCopy().messagesOf(ID)

beforeEach(async () => {
  remember(true)
  await openPage()
  rest = new PlayedRest(() => conversation({ last_message: rest.messages.at(-1) ?? null }))
  rest.messages = Array.from({ length: 60 }, (_, number) => message(number + 1))
})

afterEach(async () => {
  useBrowser().close()
  useMessages().clear()
  await useCopy().close()
  await leaveStorage(true)
  vi.unstubAllGlobals()
})

describe('old copy + event = what the server would answer', () => {
  it('for what is said, edited, recalled and deleted', async () => {
    await useConversations().load({ kind: 'start' })
    await useMessages().open(ID, null)
    say(61)
    change('message.edited', { ...message(20), body: { text: 'edited' }, changed_seq: 62 })
    change('message.recalled', recalledOf(30, 63))
    remove(40, 61)
    expect(await copied()).toEqual(rest.messages)
    expect(JSON.stringify(await copyTable.all())).not.toContain('"text 30"')
  })

  it('also for a page that was on its way meanwhile', async () => {
    await useConversations().load({ kind: 'start' })
    rest.meanwhile = () => {
      rest.meanwhile = () => undefined
      change('message.recalled', recalledOf(30, 63))
      remove(40)
    }
    await useMessages().open(ID, null)
    expect(await copied()).toEqual(rest.messages)
  })
})

describe('what happened while the page was closed', () => {
  const nobody = { changed: vi.fn(), gone: vi.fn() }

  beforeEach(async () => {
    useCopy().keep(rest.messages)
    await useCopy().catchUp(new Map([[ID, 60]]), nobody)
    await closePage()
    await openPage()
  })

  it('is looked up and told', async () => {
    rest.messages = [...rest.messages.filter(({ seq }) => seq !== 7), message(64)].map((one) => (one.seq === 9 ? recalledOf(9, 62) : one))
    const heard = { changed: vi.fn(), gone: vi.fn() }
    await useCopy().catchUp(new Map([[ID, 64]]), heard)
    expect(await copied()).toEqual(rest.messages)
    expect(heard.changed.mock.calls).toEqual([[recalledOf(9, 62)]])
    expect(heard.gone.mock.calls).toEqual([[ID, [1_007]]])
  })

  it('is not asked for where nothing did', async () => {
    rest.asked.length = 0
    await useCopy().catchUp(new Map([[ID, 60]]), nobody)
    expect(rest.asked).toEqual([])
    await useCopy().catchUp(new Map([[ID, 61]]), nobody)
    expect(rest.asked.length).toBeGreaterThan(0)
  })

  it('is looked up the next time where the server is lost', async () => {
    rest.reachable = false
    await useCopy().catchUp(new Map([[ID, 61]]), nobody)
    expect(await copied()).toHaveLength(60)
    rest.reachable = true
    rest.messages = rest.messages.slice(1)
    await useCopy().catchUp(new Map([[ID, 61]]), nobody)
    expect(await copied()).toEqual(rest.messages)
  })

  it('takes a conversation along that is not mine any more', async () => {
    await useCopy().catchUp(new Map(), nobody)
    expect(await copied()).toEqual([])
    expect(await stepTable.all()).toEqual([])
  })
})

describe('a browser', () => {
  it('shows its copy without the server, filtered and by day', async () => {
    await useConversations().load({ kind: 'start' })
    await useMessages().open(ID, null)
    rest.reachable = false
    const browser = useBrowser()
    await browser.open(ID)
    expect(browser.failure).not.toBeNull()
    await browser.look('local')
    expect([browser.failure, browser.page?.entries.length]).toEqual([null, 50])
    await browser.older()
    expect(browser.page?.entries.map(({ message: one }) => one.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    await browser.filter({ q: 'TEXT 42', range: 'all', kind: 'any', sender: 0 })
    expect(browser.page?.entries).toEqual([{ message: message(42), marks: [[0, 4], [5, 7]] }])
    expect((await browser.daysOf(ID, '2026-11', 'UTC')).days).toEqual([new Date(message(1).sent_at).getDate()])
  })

  it('opens its copy at once where the person has set it so', async () => {
    useCopy().keep(rest.messages)
    useMe().me = { settings: { history_source: 'local' } } as unknown as Me
    rest.reachable = false
    await useBrowser().open(ID)
    expect([useBrowser().source, useBrowser().page?.entries.length]).toEqual(['local', 50])
  })

  it('keeps its copy for the next time, for this user, until it is cleared', async () => {
    useCopy().keep(rest.messages)
    await closePage()
    await openPage()
    expect(await copied()).toEqual(rest.messages)
    await useCopy().clear()
    await closePage()
    await openPage()
    expect(await copied()).toEqual([])
  })

  it('keeps nothing where one is not remembered, nor what it kept before', async () => {
    useCopy().keep(rest.messages)
    await closePage()
    remember(false)
    await openPage()
    useCopy().keep(rest.messages)
    expect(await copied()).toEqual([])
    expect(await copyTable.all()).toEqual([])
  })

  it('throws its copy away where one signs out and was not to be remembered', async () => {
    useCopy().keep(rest.messages)
    remember(false)
    await useCopy().close()
    expect(await copyTable.all()).toEqual([])
  })

  it('drops the oldest beyond its bound', async () => {
    await copyTable.putSpare(rest.messages)
    await copyTable.trim(25)
    expect((await copyTable.all()).map(({ seq }) => seq)).toEqual(Array.from({ length: 25 }, (_, number) => number + 36))
  })
})
