import { describe, expect, it } from 'vitest'
import { keptReplies } from './replies'
import { MOST_REPLIES, MOST_REPLY_CHARACTERS, readReplies } from './stored'

describe('quick replies', () => {
  it('are none, or what was set, and nothing else', () => {
    expect(readReplies(undefined)).toBeNull()
    expect(readReplies([])).toEqual([])
    expect(readReplies(['ok', 1, ' ', { text: 'x' }, 'x'.repeat(5_000)])).toEqual(['ok'])
  })

  it('are kept without blanks, within their limits, never with half a character', () => {
    expect(keptReplies([' ok ', ' ', `x${'😀'.repeat(200)}`])).toEqual(['ok', `x${'😀'.repeat(MOST_REPLY_CHARACTERS / 2 - 1)}`])
    expect(keptReplies(Array.from({ length: 25 }, (_, n) => String(n)))).toHaveLength(MOST_REPLIES)
  })
})
