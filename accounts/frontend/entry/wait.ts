import { ApiError } from '@ggtalk/api/errors'
import { useIntervalFn } from '@vueuse/core'
import { computed, ref, watch, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { codeOf, type Task } from '@ggtalk/task'

const DEFAULT_WAIT_SECONDS = 60

/** What keeps somebody from coming in: after too many tries the seconds left are counted down, and until then nothing is sent. */
export function useEntryTrouble(task: Task): { text: ComputedRef<string>; waiting: ComputedRef<boolean> } {
  const { t } = useI18n()
  const seconds = ref(0)
  const clock = useIntervalFn(
    () => {
      seconds.value -= 1
      if (seconds.value <= 0) clock.pause()
    },
    1_000,
    { immediate: false },
  )
  watch(task.failure, (now) => {
    clock.pause()
    seconds.value = now instanceof ApiError && now.code === 'throttled' ? (now.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS) : 0
    if (seconds.value > 0) clock.resume()
  })
  const waiting = computed(() => seconds.value > 0)
  const text = computed(() => {
    if (waiting.value) return t('accounts.entry.throttled', { seconds: seconds.value })
    return codeOf(task.failure.value) === 'throttled' ? '' : task.message.value
  })
  return { text, waiting }
}
