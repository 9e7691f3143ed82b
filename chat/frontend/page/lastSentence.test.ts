import { describe, expect, it } from 'vitest'
import { BOB, message, notice } from '../testing/things'
import { lastSentence } from './lastSentence'

const now = new Date(2026, 10, 23, 9, 0)
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()

describe('the last sentence', () => {
  it('is the last one written before today', () => {
    const messages = [
      message(1, { sent_at: at(20, 10) }),
      message(2, { sent_at: at(21, 23), text: 'until Wednesday then' }),
      { ...notice(3, 'member_left', [BOB]), sent_at: at(22, 23) },
      message(4, { sent_at: at(23, 0) }),
    ]
    expect(lastSentence(messages, now)).toEqual({ text: 'until Wednesday then', sentAt: at(21, 23) })
  })

  it('is none where all was said today', () => {
    expect(lastSentence([message(1, { sent_at: at(23, 8) })], now)).toBeNull()
  })
})
