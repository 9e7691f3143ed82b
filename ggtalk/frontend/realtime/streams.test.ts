import { describe, expect, it } from 'vitest'
import { StreamBook } from './streams'
import type { EventFrame } from './types'

function frame(stream: string, seq: number | null): EventFrame {
  return { stream, seq, type: 'thing.happened', payload: {} }
}

function numbers(frames: EventFrame[]): (number | null)[] {
  return frames.map(({ seq }) => seq)
}

function bookAt(heads: Record<string, number>): StreamBook {
  const book = new StreamBook()
  book.start(heads)
  return book
}

describe('order', () => {
  it('applies the next number and moves on', () => {
    const book = bookAt({ c1: 4 })
    expect(numbers(book.accept(frame('c1', 5)))).toEqual([5])
    expect(book.cursors()).toEqual({ c1: 5 })
  })

  it('drops what was seen', () => {
    const book = bookAt({ c1: 4 })
    expect(book.accept(frame('c1', 4))).toEqual([])
    book.accept(frame('c1', 5))
    expect(book.accept(frame('c1', 5))).toEqual([])
  })

  it('holds what came too early and gives it out in order', () => {
    const book = bookAt({ c1: 0 })
    expect(book.accept(frame('c1', 3))).toEqual([])
    expect(book.accept(frame('c1', 2))).toEqual([])
    expect(book.holes()).toEqual(['c1'])
    expect(numbers(book.accept(frame('c1', 1)))).toEqual([1, 2, 3])
    expect(book.holes()).toEqual([])
  })

  it('applies whatever order the frames of a stream come in exactly once', () => {
    for (const order of [[1, 2, 3, 4], [4, 3, 2, 1], [2, 1, 4, 3, 2, 1], [3, 1, 1, 4, 2, 3]]) {
      const book = bookAt({ c1: 0 })
      expect(order.flatMap((seq) => numbers(book.accept(frame('c1', seq))))).toEqual([1, 2, 3, 4])
    }
  })

  it('keeps streams apart', () => {
    const book = bookAt({ u1: 0, c1: 10 })
    book.accept(frame('c1', 12))
    expect(numbers(book.accept(frame('u1', 1)))).toEqual([1])
    expect(book.holes()).toEqual(['c1'])
  })

  it('lets transient events through at once', () => {
    const book = bookAt({ c1: 4 })
    expect(numbers(book.accept(frame('c1', null)))).toEqual([null])
    expect(book.cursors()).toEqual({ c1: 4 })
  })

  it('takes the missing frame in however many are held', () => {
    const book = bookAt({ c1: 0 })
    for (let seq = 2; seq < 3_000; seq += 1) book.accept(frame('c1', seq))
    expect(book.accept(frame('c1', 1))[0]?.seq).toBe(1)
  })
})

describe('which streams', () => {
  it('ignores a stream nobody follows', () => {
    expect(bookAt({ u1: 0 }).accept(frame('c9', 1))).toEqual([])
  })

  it('follows a new one from its head and does not lose the place of an old one', () => {
    const book = bookAt({ u1: 0 })
    expect(book.follow('c9', 7)).toBe(true)
    expect(numbers(book.accept(frame('c9', 8)))).toEqual([8])
    expect(book.follow('c9', 7)).toBe(false)
    expect(book.cursors(['c9', 'c10'])).toEqual({ c9: 8 })
  })

  it('forgets one that is left', () => {
    const book = bookAt({ c1: 3 })
    book.unfollow('c1')
    expect(book.accept(frame('c1', 4))).toEqual([])
    expect(book.cursors()).toEqual({})
  })

  it('begins anew with exactly the heads given', () => {
    const book = bookAt({ c1: 3 })
    book.accept(frame('c1', 5))
    book.start({ u1: 9 })
    expect(book.cursors()).toEqual({ u1: 9 })
    expect(book.holes()).toEqual([])
  })
})

describe('after a sync', () => {
  it('asks again for a stream that is still behind', () => {
    const book = bookAt({ c1: 3, c2: 5 })
    expect(book.settle({ streams: { c1: 6, c2: 5 }, reset: [], gone: [] })).toEqual({ reset: [], missing: ['c1'] })
  })

  it('is content with a stream that has moved past the answer meanwhile', () => {
    const book = bookAt({ c1: 6 })
    expect(book.settle({ streams: { c1: 5 }, reset: [], gone: [] })).toEqual({ reset: [], missing: [] })
  })

  it('jumps a reset stream to the server’s number, also backwards', () => {
    const book = bookAt({ c1: 3, c2: 900 })
    book.accept(frame('c1', 5))
    expect(book.settle({ streams: { c1: 2_000, c2: 7 }, reset: ['c1', 'c2'], gone: [] })).toEqual({
      reset: ['c1', 'c2'],
      missing: [],
    })
    expect(book.cursors()).toEqual({ c1: 2_000, c2: 7 })
    expect(book.holes()).toEqual([])
  })

  it('lets go of streams that are gone', () => {
    const book = bookAt({ c1: 3, u1: 1 })
    book.settle({ streams: { u1: 1 }, reset: [], gone: ['c1'] })
    expect(book.cursors()).toEqual({ u1: 1 })
  })

  it('does not load afresh a stream that was left meanwhile', () => {
    const book = bookAt({ u1: 1 })
    expect(book.settle({ streams: { c1: 4 }, reset: ['c1'], gone: [] })).toEqual({ reset: [], missing: [] })
  })
})
