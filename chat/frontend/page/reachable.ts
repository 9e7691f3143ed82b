import { useFriends } from '@accounts'
import { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { fetchDirect } from '../api'
import { useOutbox } from '../outbox/outbox'
import type { Conversation } from '../types'

/** Those who are no friends and to whom, as the server last said, nothing can be written: it alone knows of common groups. */
export const useUnreachable = defineStore('chat/unreachable', () => {
  /** user ids */
  const people = shallowReactive(new Set<number>())

  async function ask(person: number): Promise<void> {
    try {
      await fetchDirect(person)
      people.delete(person)
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'not_available') people.add(person)
    }
  }

  function clear(): void {
    people.clear()
  }

  return { people, ask, clear }
})

/** Asks about the other one of an open conversation: on opening, and whenever the answer may be another. */
export function useAskWhetherReachable(conversation: () => Conversation): void {
  const [friends, connection, outbox, unreachable] = [useFriends(), useConnection(), useOutbox(), useUnreachable()]
  const stranger = (): number | null => {
    const { kind, peer } = conversation()
    if (kind !== 'direct' || !peer || peer.name === '' || !friends.loaded) return null
    return friends.friends.has(peer.id) || friends.blocks.has(peer.id) ? null : peer.id
  }
  const refusals = (): number => outbox.of(conversation().id).filter(({ refusal }) => refusal?.code === 'not_available').length
  watch(
    [stranger, () => connection.state === 'live', refusals] as const,
    ([person, isLive]) => {
      if (person !== null && isLive) void unreachable.ask(person)
    },
    { immediate: true },
  )
}
