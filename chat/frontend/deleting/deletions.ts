import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Message } from '../types'

/** So many changes are remembered for messages that may become the last ones of their conversations. */
const KEPT_CHANGES = 500

/**
 * What I have deleted for myself since the page was opened. Streams overtake each other: a message may be heard of after
 * it was deleted, in its conversation's stream or on a page that was on its way.
 */
export const useDeletions = defineStore('chat/deletions', () => {
  const ids = new Set<number>()
  /** what was deleted last */
  const latest = shallowRef<readonly number[]>([])
  /** the latest changes heard, by message */
  const changed = new Map<number, Message>()

  function has(id: number): boolean {
    return ids.has(id)
  }

  function deleted({ messages }: EventPayload<'message.deleted'>): void {
    for (const id of messages) ids.add(id)
    latest.value = messages
  }

  function messageChanged(message: Message): void {
    changed.delete(message.id)
    changed.set(message.id, message)
    const [oldest] = changed.keys()
    if (changed.size > KEPT_CHANGES && oldest !== undefined) changed.delete(oldest)
  }

  /** A change of this message that was heard here; undefined where none was. */
  function changeOf(id: number): Message | undefined {
    return changed.get(id)
  }

  function clear(): void {
    ids.clear()
    latest.value = []
    changed.clear()
  }

  return { latest, has, deleted, messageChanged, changeOf, clear }
})
