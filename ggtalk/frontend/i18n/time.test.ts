import { describe, expect, it } from 'vitest'
import { timeText } from './time'

const now = new Date(2026, 10, 23, 15, 0)
const at = (month: number, day: number, hour = 14, year = 2026): string => new Date(year, month - 1, day, hour, 32).toISOString()

describe('in Chinese', () => {
  const time = timeText('zh-CN', now)

  it.each([
    [at(11, 23), '14:32'],
    [at(11, 23, 0), '00:32'],
    [at(11, 22), '昨天'],
    [at(11, 20), '周五'],
    [at(11, 16), '11月16日'],
    [at(1, 2), '1月2日'],
    [at(12, 31, 14, 2025), '2025/12/31'],
    [at(11, 24), '14:32'],
  ])('%s in a list is %s', (iso, text) => expect(time.shortTime(iso)).toBe(text))

  it.each([
    [at(11, 23), '今天'],
    [at(11, 22), '昨天'],
    [at(11, 20), '星期五'],
    [at(11, 16), '11月16日'],
    [at(12, 31, 14, 2025), '2025年12月31日'],
  ])('%s as a day is %s', (iso, text) => expect(time.dayName(iso)).toBe(text))

  it('has a full form', () => expect(time.fullTime(at(11, 21))).toBe('2026年11月21日 14:32'))
})

describe('in English', () => {
  const time = timeText('en', now)

  it.each([
    [at(11, 23), '14:32'],
    [at(11, 22), 'Yesterday'],
    [at(11, 20), 'Fri'],
    [at(11, 16), 'Nov 16'],
    [at(12, 31, 14, 2025), '12/31/2025'],
  ])('%s in a list is %s', (iso, text) => expect(time.shortTime(iso)).toBe(text))

  it.each([
    [at(11, 23), 'Today'],
    [at(11, 20), 'Friday'],
    [at(11, 16), 'November 16'],
  ])('%s as a day is %s', (iso, text) => expect(time.dayName(iso)).toBe(text))
})
