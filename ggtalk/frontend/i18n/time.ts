import { createSharedComposable, useIntervalFn, useNow } from '@vueuse/core'
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'

const DAY_CHECK_MS = 60_000

export interface TimeText {
  /** for lists: 14:32 today, Yesterday, Fri within a week, Nov 21 within the year, else the full date */
  shortTime: (iso: string) => string
  /** for separators: Today, Yesterday, Friday, November 21 */
  dayName: (iso: string) => string
  /** 14:32 */
  clock: (iso: string) => string
  /** day and clock, for tooltips */
  fullTime: (iso: string) => string
}

/** Writes times in this language, seen from this moment. */
export function timeText(locale: string, now: Date): TimeText {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options)
    return (iso: string) => formatter.format(new Date(iso))
  }
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const shortWeekday = format({ weekday: 'short' })
  const longWeekday = format({ weekday: 'long' })
  const shortDay = format({ month: 'short', day: 'numeric' })
  const longDay = format({ month: 'long', day: 'numeric' })
  const fullDay = format({ year: 'numeric', month: 'long', day: 'numeric' })
  const shortFullDay = format({ year: 'numeric', month: '2-digit', day: '2-digit' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const daysAgo = (iso: string): number => differenceInCalendarDays(now, new Date(iso))
  const sameYear = (iso: string): boolean => new Date(iso).getFullYear() === now.getFullYear()
  const relativeDay = (days: number): string => capitalised(relative.format(-days, 'day'))

  return {
    clock,
    shortTime: (iso) => {
      const days = daysAgo(iso)
      if (days <= 0) return clock(iso)
      if (days === 1) return relativeDay(1)
      if (days < 7) return shortWeekday(iso)
      return sameYear(iso) ? shortDay(iso) : shortFullDay(iso)
    },
    dayName: (iso) => {
      const days = daysAgo(iso)
      if (days <= 1) return relativeDay(Math.max(days, 0))
      if (days < 7) return longWeekday(iso)
      return sameYear(iso) ? longDay(iso) : fullDay(iso)
    },
    fullTime: (iso) => `${fullDay(iso)} ${clock(iso)}`,
  }
}

/** The same, following the chosen language and the passing of midnight; one for all, since formatters are dear. */
export const useTimeText = createSharedComposable((): ComputedRef<TimeText> => {
  const { locale } = useI18n()
  const now = useNow({ scheduler: (tick) => useIntervalFn(tick, DAY_CHECK_MS) })
  const today = computed(() => now.value.toDateString())
  return computed(() => timeText(locale.value, new Date(today.value)))
})

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
