import { useConnection } from '@ggtalk/realtime/connection'
import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useConversations } from '../conversations/conversations'
import { useMessages } from '../history/messages'
import { PlayedRest } from '../testing/rest'
import { ALICE, conversation, message } from '../testing/things'
import { useAims } from './aims'
import { useQuotes } from './quotes'

const ID = 12
let rest: PlayedRest

beforeEach(async () => {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  rest = new PlayedRest(() => conversation({ last_message: rest.messages.at(-1) ?? null }))
  rest.messages = Array.from({ length: 300 }, (_, number) => message(number + 1))
  await useConversations().load({ kind: 'start' })
  await useMessages().open(ID, null)
})

afterEach(() => {
  useMessages().clear()
  vi.unstubAllGlobals()
})

describe('what is quoted', () => {
  it('is taken from the screen where it is there, and asked for once where it is not', async () => {
    const quotes = useQuotes()
    quotes.want(ID, 1_300)
    expect(quotes.of(1_300)).toEqual(message(300))
    for (const id of [1_001, 1_002, 9_999, 1_001]) quotes.want(ID, id)
    expect(quotes.of(1_001)).toBeUndefined()
    await vi.waitFor(() => expect(quotes.of(1_001)).toEqual(message(1)))
    expect(quotes.of(1_002)).toEqual(message(2))
    expect(quotes.of(9_999)).toBeNull()
    expect(rest.asked.filter((query) => query.includes('ids='))).toEqual(['?ids=1001%2C1002%2C9999'])
  })

  it('is asked for again when the line is back', async () => {
    const quotes = useQuotes()
    rest.reachable = false
    quotes.want(ID, 1_001)
    await vi.waitFor(() => expect(rest.failed).toBe(1))
    rest.reachable = true
    useConnection().state = 'live'
    quotes.live()
    await vi.waitFor(() => expect(quotes.of(1_001)).toEqual(message(1)))
  })
})

describe('an answer', () => {
  it('is about one message at a time, in each conversation its own', () => {
    const aims = useAims()
    aims.reply(message(1))
    aims.reply(message(2))
    expect(aims.fieldsFor(ID)).toEqual({ reply_to: 1_002 })
    expect(aims.fieldsFor(13)).toEqual({})
    aims.drop(ID)
    expect(aims.fieldsFor(ID)).toEqual({})
  })
})
