/** A month as the server calls it: `2026-11`. */
export type Month = string

export const MONDAY = 1

export function monthOf(date: Date): Month {
  return `${String(date.getFullYear()).padStart(4, '0')}-${String(date.getMonth() + 1).padStart(2, '0')}`
}

export function firstDayOf(month: Month): Date {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(year, number - 1, 1)
}

export function monthsLater(month: Month, by: number): Month {
  const first = firstDayOf(month)
  return monthOf(new Date(first.getFullYear(), first.getMonth() + by, 1))
}

/** The days of a month in rows of seven that begin with Monday; null where a day belongs to another month. */
export function weeksOf(month: Month): (number | null)[][] {
  const first = firstDayOf(month)
  const length = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate()
  const before = (first.getDay() - MONDAY + 7) % 7
  const cells: (number | null)[] = [...Array<null>(before).fill(null), ...Array.from({ length }, (_, n) => n + 1)]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** Names of the weekdays from Monday on, as short as the language has them. */
export function weekdayNames(locale: string): string[] {
  const formatter = new Intl.DateTimeFormat(locale, { weekday: 'narrow' })
  return Array.from({ length: 7 }, (_, n) => formatter.format(new Date(2024, 0, n + MONDAY)))
}

/** The day that an arrow key leads to: the next one on which something was said, or the nearest that is a week away or more. Null where there is none. */
export function dayBeside(days: readonly number[], from: number, key: string): number | null {
  const by = { ArrowLeft: -1, ArrowUp: -7, ArrowRight: 1, ArrowDown: 7 }[key]
  if (by === undefined) return null
  const there = days.filter((day) => (day - from) * Math.sign(by) >= Math.abs(by))
  return there.length === 0 ? null : by < 0 ? Math.max(...there) : Math.min(...there)
}
