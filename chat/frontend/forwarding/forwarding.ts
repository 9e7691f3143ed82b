import { errorText } from '@ggtalk/i18n/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { fetchDirect } from '../api'
import { newClientId } from '../clientId'
import type { Message } from '../types'

/** Where to forward to: a conversation, or a friend with whom there is none yet. */
export interface Target {
  key: string
  conversation: number | null
  /** a user's id */
  friend: number
}

/** What is being forwarded, and how far that is. */
export const useForwarding = defineStore('chat/forwarding', () => {
  /** in the order of saying; null while nothing is forwarded */
  const messages = shallowRef<readonly Message[] | null>(null)
  const merged = ref(false)
  const busy = ref(false)
  /** why it did not get somewhere, by target */
  const failures = shallowRef<ReadonlyMap<string, string>>(new Map())
  const count = computed(() => messages.value?.length ?? 0)
  /** what is sent twice is stored once: by target and manner */
  const clientIds = new Map<string, string>()

  function begin(chosen: readonly Message[]): void {
    messages.value = chosen
    merged.value = false
    failures.value = new Map()
    clientIds.clear()
  }

  function end(): void {
    messages.value = null
  }

  /** Sends it to all of these, one after the other; those where it did not arrive. */
  async function send(targets: readonly Target[]): Promise<Target[]> {
    const failed = new Map<string, string>()
    busy.value = true
    for (const target of targets) {
      try {
        await sendTo(target)
      } catch (failure) {
        failed.set(target.key, errorText(failure))
      }
    }
    busy.value = false
    failures.value = failed
    return targets.filter(({ key }) => failed.has(key))
  }

  async function sendTo(target: Target): Promise<void> {
    const conversation = target.conversation ?? (await fetchDirect(target.friend)).id
    const key = `${target.key} ${merged.value}`
    const clientId = clientIds.get(key) ?? newClientId()
    clientIds.set(key, clientId)
    const ids = (messages.value ?? []).map(({ id }) => id)
    await useConnection().send('message.forward', { conversation, client_id: clientId, messages: ids, merged: merged.value && ids.length > 1 })
  }

  return { messages, merged, busy, failures, count, begin, end, send }
})
