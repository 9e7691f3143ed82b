import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { fetchDigest } from '../api'
import type { Digest } from '../types'

/** How often I am mailed what waits for me: fetched when somebody looks at it, and moved by events from then on. */
export const useDigest = defineStore('notifications/digest', () => {
  const digest = shallowRef<Digest | null>(null)
  let heard = 0

  async function look(): Promise<void> {
    const before = ++heard
    const fresh = await fetchDigest()
    if (heard === before) digest.value = fresh
  }

  /** Events were missed: what is held is asked for again. */
  async function load(): Promise<void> {
    if (digest.value) await look()
  }

  function changed(event: EventPayload<'digest.changed'>): void {
    heard += 1
    digest.value = event.digest
  }

  function clear(): void {
    heard += 1
    digest.value = null
  }

  return { digest, look, load, changed, clear }
})
