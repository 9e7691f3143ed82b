import { watchDebounced } from '@vueuse/core'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { findUsers } from '../api'
import { MOST_NAME } from '../limits'
import { useUsers } from '../stores/users'
import type { User } from '../types'

const TYPING_PAUSE_MS = 300

export interface PeopleSearch {
  /** null before anything was looked for */
  found: ShallowRef<readonly User[] | null>
  /** where the next page begins; null on the last one */
  next: Ref<string | null>
  busy: Ref<boolean>
  failure: ShallowRef<unknown>
  now: () => Promise<void>
  more: () => Promise<void>
}

/** Looks for people while a text is being written; answers to an older text are dropped. */
export function usePeopleSearch(text: Ref<string>): PeopleSearch {
  const found = shallowRef<readonly User[] | null>(null)
  const next = ref<string | null>(null)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  let turn = 0

  async function ask(after?: string): Promise<void> {
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
      const page = await findUsers(wanted, after)
      if (mine !== turn) return
      useUsers().learn(page.users)
      found.value = after === undefined ? page.users : [...(found.value ?? []), ...page.users]
      next.value = page.next
    } catch (reason) {
      if (mine === turn) failure.value = reason
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  watchDebounced(text, () => ask(), { debounce: TYPING_PAUSE_MS })
  if (text.value.trim() !== '') void ask()

  return { found, next, busy, failure, now: () => ask(), more: async () => (next.value === null ? undefined : ask(next.value)) }
}
