import { ApiError } from '@ggtalk/api/errors'
import { errorText } from '@ggtalk/i18n/errors'
import { toast } from '@ggtalk/ui/toasts'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'

export interface Task {
  busy: Ref<boolean>
  failure: ShallowRef<unknown>
  /** the failure as a sentence; empty without one, and where a field says it already */
  message: ComputedRef<string>
  /** what is wrong with a field of the request, in the given words, else in the server's */
  fieldError: (field: string, words?: string) => string | undefined
  /** does it, unless it runs already; true when it succeeded */
  run: (action: () => Promise<void>) => Promise<boolean>
  forgive: () => void
}

/** One action of a form: whether it runs, and why it failed. */
export function useTask(fields: readonly string[] = []): Task {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const told = computed<Readonly<Record<string, string>>>(() => (failure.value instanceof ApiError ? failure.value.fields : {}))
  const message = computed(() => {
    if (failure.value === null || fields.some((field) => field in told.value)) return ''
    return errorText(failure.value)
  })

  function fieldError(field: string, words?: string): string | undefined {
    const reason = told.value[field]
    return reason === undefined ? undefined : (words ?? reason)
  }

  async function run(action: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await action()
      return true
    } catch (reason) {
      failure.value = reason
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, failure, message, fieldError, run, forgive: () => (failure.value = null) }
}

/** Does something chosen from a menu; a failure is said in passing. True when it succeeded. */
export async function attempt(action: Promise<unknown>): Promise<boolean> {
  try {
    await action
    return true
  } catch (failure) {
    toast({ kind: 'error', text: errorText(failure) })
    return false
  }
}

/** Why the server refused; null when it did not. */
export function codeOf(failure: unknown): string | null {
  return failure instanceof ApiError ? failure.code : null
}
