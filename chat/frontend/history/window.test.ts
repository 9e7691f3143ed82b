import { describe, expect, it } from 'vitest'
import type { Page } from '../api'
import { message } from '../testing/things'
import { detached, newestWindow, windowAround, withMessage, withNewer, withOlder, withoutNewest, withoutOldest } from './window'

function page(seqs: number[], more: boolean): Page {
  return { messages: seqs.map((seq) => message(seq)), more }
}

const seqs = (window: { messages: readonly { seq: number }[] }) => window.messages.map(({ seq }) => seq)

describe('a window', () => {
  it('grows in both directions without repeating a message', () => {
    const start = windowAround(page([40, 41], true), page([44], true), 99)
    const older = withOlder(start, page([30, 33, 40], false))
    const newer = withNewer(older, page([44, 45], false), 45)
    expect(seqs(newer)).toEqual([30, 33, 40, 41, 44, 45])
    expect(newer).toMatchObject({ hasOlder: false, hasNewer: false })
  })

  it('takes what is said while it reaches the end, each message once', () => {
    const window = newestWindow(page([1, 2], false), 2)
    expect(seqs(withMessage(withMessage(window, message(5)), message(5)))).toEqual([1, 2, 5])
  })

  it('leaves what is said to a later page while it does not reach the end', () => {
    const window = withoutNewest(newestWindow(page([1, 2, 3], false), 3), 2)
    expect(seqs(withMessage(window, message(4)))).toEqual([1, 2])
    expect(seqs(withNewer(window, page([3, 4], false), 4))).toEqual([1, 2, 3, 4])
  })

  it('knows that a message was said while the page was on its way', () => {
    expect(newestWindow(page([1, 2], true), 3).hasNewer).toBe(true)
    const behind = windowAround(page([1], false), page([2], false), 3)
    expect(behind.hasNewer).toBe(true)
    expect(withNewer(behind, page([3], false), 3).hasNewer).toBe(false)
    expect(withNewer(behind, page([3], false), 4).hasNewer).toBe(true)
  })

  it('is cut at either end and knows that there is more', () => {
    const window = newestWindow(page([1, 2, 3, 4], false), 4)
    expect(withoutOldest(window, 2)).toMatchObject({ hasOlder: true, hasNewer: false, messages: [{ seq: 3 }, { seq: 4 }] })
    expect(withoutNewest(window, 2)).toMatchObject({ hasOlder: false, hasNewer: true, messages: [{ seq: 1 }, { seq: 2 }] })
    expect(withoutOldest(window, 4)).toBe(window)
    expect(seqs(withMessage(detached(window), message(5)))).toEqual([1, 2, 3, 4])
  })
})
