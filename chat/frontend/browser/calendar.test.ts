import { describe, expect, it } from 'vitest'
import { dayBeside, monthOf, monthsLater, weekdayNames, weeksOf } from './calendar'

describe('a month', () => {
  it('stands in weeks from Monday on', () => {
    const weeks = weeksOf('2026-11') // begins on a Sunday
    expect(weeks[0]).toEqual([null, null, null, null, null, null, 1])
    expect(weeks.flat().filter(Boolean)).toHaveLength(30)
    expect(weeks.every((week) => week.length === 7)).toBe(true)
    expect(weeksOf('2024-02').flat().filter(Boolean)).toHaveLength(29)
  })

  it('follows another', () => {
    expect(monthsLater('2026-12', 1)).toBe('2027-01')
    expect(monthsLater('2026-01', -1)).toBe('2025-12')
    expect(monthOf(new Date(2026, 0, 31))).toBe('2026-01')
  })

  it('names its days as the language does', () => {
    expect(weekdayNames('en')).toEqual(['M', 'T', 'W', 'T', 'F', 'S', 'S'])
    expect(weekdayNames('zh-CN')[0]).toBe('一')
  })

  it('is walked with arrow keys: by days with words sideways, by weeks up and down', () => {
    const days = [2, 3, 10, 18, 25]
    const from = (day: number) => ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => dayBeside(days, day, key))
    expect(from(10)).toEqual([3, 18, 3, 18])
    expect(from(2)).toEqual([null, 3, null, 10])
    expect(from(25)).toEqual([18, null, 18, null])
    expect(dayBeside(days, 10, 'a')).toBeNull()
  })
})
