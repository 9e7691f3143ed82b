import { api, call } from '@ggtalk/api/client'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { OwnPresence } from '../types'

const RETRY_MS = 3_000

/** How present my friends and I are now, as the server sees it. The one place every dot on screen comes from. */
export const usePresence = defineStore('accounts/presence', () => {
  /** by user id; who is missing is offline */
  const known = shallowRef<ReadonlyMap<number, OwnPresence>>(new Map())
  /** whether the server has said so since sign-in; until then nobody is called offline */
  const loaded = ref(false)
  /** what was heard while the list was on its way: newer than the list, or already in it */
  let heard: Map<number, OwnPresence> | null = null
  let asked = 0
  let retry: ReturnType<typeof setTimeout> | undefined

  function of(userId: number): OwnPresence {
    return known.value.get(userId) ?? 'offline'
  }

  /** Asks for everybody's afresh: after each hello. */
  async function load(): Promise<void> {
    asked += 1
    const mine = asked
    heard = new Map()
    const fresh = await call(api.GET('/api/presence/'))
    if (mine !== asked) return
    const entries = Object.entries(fresh.presence).map(([id, presence]) => [Number(id), presence] as const)
    known.value = present([...entries, ...heard])
    loaded.value = true
    heard = null
  }

  /** Loads, and tries again until it succeeds or a later request takes over. */
  function follow(): void {
    clearTimeout(retry)
    load().catch(() => (retry = setTimeout(follow, RETRY_MS)))
  }

  function changed(payload: { user: number; presence: OwnPresence }): void {
    heard?.set(payload.user, payload.presence)
    known.value = present([...known.value, [payload.user, payload.presence]])
  }

  function forget(payload: { user: number }): void {
    changed({ user: payload.user, presence: 'offline' })
  }

  function clear(): void {
    clearTimeout(retry)
    asked += 1
    heard = null
    loaded.value = false
    known.value = new Map()
  }

  return { known, loaded, of, load, follow, changed, forget, clear }
})

/** The last word on each user; offline ones are left out. */
function present(entries: Iterable<readonly [number, OwnPresence]>): Map<number, OwnPresence> {
  return new Map([...new Map(entries)].filter(([, presence]) => presence !== 'offline'))
}
