import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ALICE, BOB, message } from '../testing/things'
import { useTyping } from './typing'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useSession().userId = ALICE
})

afterEach(() => vi.useRealTimers())

describe('typing', () => {
  it('shows for ten seconds, and ten more with each sign', () => {
    useTyping().started({ conversation: 12, user: BOB })
    vi.advanceTimersByTime(9_000)
    useTyping().started({ conversation: 12, user: BOB })
    vi.advanceTimersByTime(9_999)
    expect(useTyping().of(12)).toEqual([BOB])
    vi.advanceTimersByTime(1)
    expect(useTyping().of(12)).toEqual([])
  })

  it('ends with that person’s message, and only theirs', () => {
    useTyping().started({ conversation: 12, user: BOB })
    useTyping().started({ conversation: 12, user: 3 })
    useTyping().said({ message: message(1, { sender: BOB }) })
    expect(useTyping().of(12)).toEqual([3])
  })

  it('never shows me', () => {
    useTyping().started({ conversation: 12, user: ALICE })
    expect(useTyping().of(12)).toEqual([])
  })
})
