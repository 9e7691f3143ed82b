import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useBrowser } from '../browser/browser'
import { useConversations } from '../conversations/conversations'
import { useMessages } from '../history/messages'
import { events } from '../module'
import { useSelection } from '../selection/selection'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, message, ownState } from '../testing/things'

const ID = 12
let rest: PlayedRest

beforeEach(async () => {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  rest = new PlayedRest(() => conversation({ last_message: rest.messages.at(-1) ?? null }))
  rest.messages = Array.from({ length: 120 }, (_, number) => message(number + 1))
  await useConversations().load({ kind: 'start' })
  await useMessages().open(ID, null)
})

afterEach(() => {
  useMessages().clear()
  vi.unstubAllGlobals()
})

/** The server's word that these are deleted; its own lists are so from now on. */
function deleted(...seqs: number[]): void {
  rest.messages = rest.messages.filter(({ seq }) => !seqs.includes(seq))
  const own = ownState({ last_seq: 120, read_seq: Math.max(...seqs) })
  const payload = { conversation: ID, messages: seqs.map((seq) => 1_000 + seq), last_message: rest.messages.at(-1) ?? null, own }
  events['message.deleted']?.(payload, { stream: 'u1', seq: 1, type: 'message.deleted', payload })
}

function held(): number[] {
  return useMessages().of(ID).window?.messages.map(({ seq }) => seq) ?? []
}

const last = () => useConversations().conversations.get(ID)?.last_message?.seq

describe('old lists + message.deleted = fresh lists', () => {
  it('on screen, in the list, in the history and among what is chosen', async () => {
    await useBrowser().open(ID)
    useSelection().begin(message(120))
    useSelection().toggle(message(100))
    deleted(120, 60)
    expect([last(), held().at(-1), held().includes(60)]).toEqual([119, 119, false])
    expect(useBrowser().page?.entries.at(-1)?.message.seq).toBe(119)
    expect(useSelection().messages.map(({ seq }) => seq)).toEqual([100])
    const before = [held().slice(-98), useConversations().conversations.get(ID)?.last_message]
    await useMessages().openEnd(ID)
    await useConversations().load({ kind: 'start' })
    expect([held().slice(-98), useConversations().conversations.get(ID)?.last_message]).toEqual(before)
  })

  it('also where the message is heard of later, or stands on a page that was on its way', async () => {
    deleted(121)
    const late = { message: message(121) }
    events['message.sent']?.(late, { stream: 'c12', seq: 121, type: 'message.sent', payload: late })
    expect([last(), held().at(-1)]).toEqual([120, 120])
    const stale = [...rest.messages]
    rest.meanwhile = () => {
      rest.meanwhile = () => undefined
      deleted(5)
      rest.messages = stale
    }
    await useMessages().older(ID)
    expect(held().slice(0, 5)).toEqual([1, 2, 3, 4, 6])
  })

  it('and loads what is left where all on screen was deleted', async () => {
    deleted(...held())
    await vi.waitFor(() => expect(held()).toEqual(Array.from({ length: 20 }, (_, n) => n + 1)))
  })
})

describe('choosing', () => {
  it('is about one conversation, in the order of saying, without what was recalled, and bounded', () => {
    const selection = useSelection()
    selection.begin(message(9))
    selection.toggle(message(3))
    selection.toggle({ ...message(4), conversation: 13 })
    expect(selection.messages.map(({ seq }) => seq)).toEqual([3, 9])
    selection.messageChanged({ ...message(3), body: { recalled: true } })
    expect(selection.messages.map(({ seq }) => seq)).toEqual([9])
    for (let seq = 10; seq < 130; seq += 1) selection.toggle(message(seq))
    expect(selection.messages).toHaveLength(100)
    selection.begin(message(1))
    expect(selection.messages.map(({ seq }) => seq)).toEqual([1])
  })
})
