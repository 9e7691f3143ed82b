import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Marks } from './marks'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('marks', () => {
  it('are told at once, then at most once in the time, each conversation with its latest number', () => {
    const told: [number, number][] = []
    const marks = new Marks((conversation, seq) => told.push([conversation, seq]), 1_000)
    marks.add(1, 5)
    vi.advanceTimersByTime(0)
    marks.add(1, 6)
    marks.add(1, 8)
    marks.add(1, 7)
    marks.add(2, 3)
    vi.advanceTimersByTime(999)
    expect(told).toEqual([[1, 5]])
    vi.advanceTimersByTime(1)
    expect(told).toEqual([[1, 5], [1, 8], [2, 3]])
  })

  it('are forgotten when the user leaves', () => {
    const tell = vi.fn()
    const marks = new Marks(tell, 1_000)
    marks.add(1, 5)
    marks.clear()
    vi.runAllTimers()
    expect(tell).not.toHaveBeenCalled()
  })
})
