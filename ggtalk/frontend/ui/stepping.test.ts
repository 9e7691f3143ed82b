import { describe, expect, it } from 'vitest'
import { steppedTo } from './stepping'

describe('moving in a list by keys', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 9, 9],
    ['ArrowDown', -1, 0],
    ['ArrowUp', 5, 4],
    ['ArrowUp', 0, null],
    ['ArrowUp', -1, 0],
    ['Home', 7, 0],
    ['End', 2, 9],
    ['a', 2, null],
  ] as const)('%s from %j', (key, at, to) => {
    expect(steppedTo(new KeyboardEvent('keydown', { key }), at, 9)).toBe(to)
  })

  it('leaves other combinations and empty lists alone', () => {
    expect(steppedTo(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true }), 0, 9)).toBeNull()
    expect(steppedTo(new KeyboardEvent('keydown', { key: 'End' }), -1, -1)).toBeNull()
  })
})
