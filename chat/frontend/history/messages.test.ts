import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useConversations } from '../conversations/conversations'
import { useCopy } from '../copy/copy'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, message } from '../testing/things'
import type { Message } from '../types'
import { KEPT_MESSAGES, useMessages } from './messages'

const ID = 12
let rest: PlayedRest

beforeEach(async () => {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  rest = new PlayedRest(() => conversation({ last_message: rest.messages.at(-1) ?? null, head: rest.messages.at(-1)?.seq ?? 0 }))
  // reads and other events take numbers too, so messages do not follow one another without holes
  rest.messages = Array.from({ length: 1_000 }, (_, number) => message(number * 2 + 1))
  await useConversations().load({ kind: 'start' })
})

afterEach(() => {
  useMessages().clear()
  vi.unstubAllGlobals()
})

const held = () => useMessages().of(ID).window?.messages.map(({ seq }) => seq) ?? []

function say(): Message {
  const said = message((rest.messages.at(-1)?.seq ?? 0) + 3)
  rest.messages.push(said)
  useConversations().said({ message: said })
  useMessages().said({ message: said })
  return said
}

/** What is held has to be a piece of the whole without a gap. */
function expectNoGaps(): void {
  const all = rest.messages.map(({ seq }) => seq)
  const start = all.indexOf(held()[0] ?? -1)
  expect(held()).toEqual(all.slice(start, start + held().length))
}

describe('messages of an open conversation', () => {
  it('page back to the first message and on to the last, without gaps and bounded', async () => {
    const messages = useMessages()
    await messages.open(ID, null)
    while (messages.of(ID).window?.hasOlder) {
      await messages.older(ID)
      messages.cutNewest(ID)
      expectNoGaps()
      expect(held().length).toBeLessThanOrEqual(KEPT_MESSAGES)
    }
    expect(held()[0]).toBe(1)
    say()
    while (messages.of(ID).window?.hasNewer) {
      await messages.newer(ID)
      messages.cutOldest(ID)
      expectNoGaps()
      expect(held().length).toBeLessThanOrEqual(KEPT_MESSAGES)
    }
    expect(held().at(-1)).toBe(rest.messages.at(-1)?.seq)
  })

  it('take what is said while they reach the end', async () => {
    await useMessages().open(ID, null)
    const said = say()
    expect(held().at(-1)).toBe(said.seq)
    expectNoGaps()
  })

  it('lose nothing that is said while the first page is on its way', async () => {
    rest.meanwhile = () => {
      rest.meanwhile = () => undefined
      say()
    }
    await useMessages().open(ID, null)
    expect(useMessages().of(ID).window?.hasNewer).toBe(true)
    say()
    await useMessages().newer(ID)
    expect(held().at(-1)).toBe(rest.messages.at(-1)?.seq)
    expectNoGaps()
  })

  it('open around the last one that was read', async () => {
    await useMessages().open(ID, 501)
    expect(held()).toContain(501)
    expect(held()).toContain(503)
    expect(useMessages().of(ID).window).toMatchObject({ hasOlder: true, hasNewer: true })
    expectNoGaps()
  })

  it('are let go and fetched afresh when events were missed for good', async () => {
    await useMessages().open(ID, null)
    rest.messages.push(...Array.from({ length: 300 }, (_, number) => message(3_000 + number)))
    await useConversations().load({ kind: 'reset', streams: ['c12'] })
    await useMessages().load({ kind: 'reset', streams: ['c12'] })
    expect(held().at(-1)).toBe(3_299)
    expectNoGaps()
  })

  it('stay where they were opened while the first lists were on their way', async () => {
    const before = useMessages().held()
    await useMessages().open(ID, 501)
    await useMessages().load({ kind: 'start' }, before)
    expect(held()).toContain(501)
    expect(useMessages().of(ID).window?.hasNewer).toBe(true)
  })

  it('stay in their place, afresh, when events were missed for good while somebody reads far back', async () => {
    await useMessages().open(ID, 501)
    const before = held()
    rest.messages = rest.messages.filter(({ seq }) => seq !== 503)
    rest.messages.push(message(3_000))
    for (const streams of [['u1'], ['c12']]) {
      await useConversations().load({ kind: 'reset', streams })
      await useMessages().load({ kind: 'reset', streams })
      expect(held()[0]).toBe(before[0])
      expect(held().at(-1)).toBeGreaterThanOrEqual(before.at(-1) ?? 0)
      expect(useMessages().of(ID).window).toMatchObject({ hasOlder: true, hasNewer: true })
      expectNoGaps()
    }
  })

  it('keep their beginning when only events of the person were missed', async () => {
    await useMessages().open(ID, null)
    await useMessages().older(ID)
    const before = held()
    await useMessages().load({ kind: 'reset', streams: ['u1'] })
    expect(held()).toEqual(before)
  })

  it('say why a page did not come, and come when it is asked for again', async () => {
    rest.reachable = false
    await useMessages().open(ID, null)
    expect(useMessages().of(ID)).toMatchObject({ window: null, busy: null, failure: { code: 'unreachable' } })
    rest.reachable = true
    await useMessages().open(ID, null)
    expect(held()).toHaveLength(100)
  })

  it('are those of the copy while the server is not reached, and the server’s again when it is', async () => {
    const copied = [message(900), message(903)]
    vi.spyOn(useCopy(), 'messagesOf').mockResolvedValue(copied)
    rest.reachable = false
    await useMessages().open(ID, null)
    expect(held()).toEqual([900, 903])
    expect(useMessages().of(ID)).toMatchObject({ isCopy: true, failure: { code: 'unreachable' }, window: { hasOlder: false, hasNewer: false } })
    rest.reachable = true
    await useMessages().open(ID, null)
    expect(useMessages().of(ID)).toMatchObject({ isCopy: false, failure: null })
    expect(held()).toHaveLength(100)
    expectNoGaps()
  })

  it('of a copy are not held where nobody looks, and never take the place of the server’s', async () => {
    vi.spyOn(useCopy(), 'messagesOf').mockResolvedValue([message(900)])
    await useMessages().open(ID, 501)
    const before = held()
    rest.reachable = false
    await useMessages().openEnd(ID)
    expect(held()).toEqual(before)
    useMessages().clear()
    await useMessages().open(ID, null)
    expect(held()).toEqual([900])
    useMessages().leave(ID)
    expect(useMessages().of(ID).window).toBeNull()
  })

  it('stay bounded where nobody looks, and let go of the end where nobody cuts back', async () => {
    const messages = useMessages()
    await messages.open(ID, null)
    for (let count = 0; count < 1_200; count += 1) say()
    expect(held().length).toBeLessThanOrEqual(1_000)
    expect(messages.of(ID).window?.hasNewer).toBe(true)
    expectNoGaps()
    await messages.openEnd(ID)
    messages.leave(ID)
    for (let count = 0; count < 400; count += 1) say()
    expect(held().length).toBeLessThanOrEqual(200)
    expect(held().at(-1)).toBe(rest.messages.at(-1)?.seq)
    expectNoGaps()
  })
})
