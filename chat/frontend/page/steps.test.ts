import { describe, expect, it } from 'vitest'
import type { Row } from '../history/rows'
import { stepsTo } from './steps'

const rows = (...keys: string[]) => keys.map((key) => ({ key }) as Row)
const steps = (next: Row[], shown: Row[]) =>
  stepsTo(next, shown)?.map(({ rows: list, shift }) => [list.map((row) => row.key).join(''), shift]) ?? null

describe('the way from what is shown to what shall be shown', () => {
  it('is one step where only the end changes', () => {
    expect(steps(rows('a', 'b', 'c'), rows('a', 'b'))).toEqual([['abc', false]])
    expect(steps(rows('a'), rows('a', 'b'))).toEqual([['a', false]])
  })

  it('begins with what comes or goes at the beginning', () => {
    expect(steps(rows('x', 'y', 'a', 'b'), rows('a', 'b'))).toEqual([['xyab', true], ['xyab', false]])
    expect(steps(rows('x', 'a', 'b', 'c'), rows('a', 'b'))).toEqual([['xab', true], ['xabc', false]])
    expect(steps(rows('b', 'c', 'd'), rows('a', 'b', 'c'))).toEqual([['bc', true], ['bcd', false]])
  })

  it('does not exist between strangers', () => {
    expect(steps(rows('x'), rows('a'))).toBeNull()
    expect(steps(rows('x'), [])).toBeNull()
    expect(steps([], rows('a'))).toBeNull()
  })
})
