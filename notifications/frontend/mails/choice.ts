import type { Locale } from '@ggtalk/module'
import type { DigestChanges, Frequency } from '../types'

export const FREQUENCIES: readonly Frequency[] = ['never', 'hourly', 'daily']
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour)

/** An hour of the day as a clock shows it. */
export function clockOf(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** What is chosen, with where and in which language: mails come by the clock and in the words of whoever chose them. */
export function chosen(changes: DigestChanges, language: Locale): DigestChanges {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone as string | undefined
  return { ...changes, language, ...(zone ? { time_zone: zone } : {}) }
}
