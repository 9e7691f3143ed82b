import { watchDebounced } from '@vueuse/core'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { MOST_NAME } from '../limits'

const TYPING_PAUSE_MS = 300

/** One page of what was found, and where the next one begins; null after the last. */
export interface FoundPage<Found> {
  found: readonly Found[]
  next: string | null
}

export interface Search<Found> {
  /** null before anything was looked for */
  found: ShallowRef<readonly Found[] | null>
  next: Ref<string | null>
  busy: Ref<boolean>
  failure: ShallowRef<unknown>
  now: () => Promise<void>
  more: () => Promise<void>
}

/** Looks for something while a text is being written; answers to an older text are dropped. */
export function useSearch<Found>(text: Ref<string>, ask: (wanted: string, after?: string) => Promise<FoundPage<Found>>): Search<Found> {
  const found = shallowRef<readonly Found[] | null>(null)
  const next = ref<string | null>(null)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  let turn = 0

  async function look(after?: string): Promise<void> {
    turn += 1
    const mine = turn
    failure.value = null
    const wanted = text.value.trim().slice(0, MOST_NAME)
    busy.value = wanted !== ''
    if (wanted === '') {
      found.value = null
      return
    }
    try {
      const page = await ask(wanted, after)
      if (mine !== turn) return
      found.value = after === undefined ? page.found : [...(found.value ?? []), ...page.found]
      next.value = page.next
    } catch (reason) {
      if (mine === turn) failure.value = reason
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  watchDebounced(text, () => look(), { debounce: TYPING_PAUSE_MS })
  if (text.value.trim() !== '') void look()

  return { found, next, busy, failure, now: () => look(), more: async () => (next.value === null ? undefined : look(next.value)) }
}
