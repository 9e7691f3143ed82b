import { useIdle, useIntervalFn, useNow } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

const MINUTE_MS = 60_000
const CHECK_MS = 10_000

/** Whether nobody has touched this window for so many minutes; never with 0. */
export function useIdleFor(minutes: () => number): ComputedRef<boolean> {
  const { lastActive } = useIdle(MINUTE_MS)
  const now = useNow({ scheduler: (tick) => useIntervalFn(tick, CHECK_MS) })
  return computed(() => minutes() > 0 && now.value.getTime() - lastActive.value >= minutes() * MINUTE_MS)
}
