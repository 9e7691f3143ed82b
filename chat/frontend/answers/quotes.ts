import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { MOST_IDS, fetchKnown } from '../api'
import { useCopy } from '../copy/copy'
import { useMessages } from '../history/messages'
import { laterOf, type Message } from '../types'

/** More than this is never held. */
const MOST_QUOTED = 2_000

/** A message that is answered somewhere: null where it can't be seen, undefined until that is known. */
export type Quoted = Message | null | undefined

/** Messages that others answer, by id: those on screen, the rest asked for together. Moved by events like every other. */
export const useQuotes = defineStore('chat/quotes', () => {
  const known = shallowReactive(new Map<number, Message | null>())
  /** asked for at the end of this turn, by conversation */
  const wanted = new Map<number, Set<number>>()
  /** on their way, or they did not come: asked for again when the line is back */
  const asked = new Map<number, number>()

  function of(id: number): Quoted {
    return known.get(id)
  }

  /** Sees to it that this one will be known. */
  function want(conversation: number, id: number): void {
    if (known.has(id) || asked.has(id)) return
    const held = useMessages().of(conversation).window?.messages.find((message) => message.id === id)
    if (held) keep(held)
    else {
      asked.set(id, conversation)
      if (wanted.size === 0) queueMicrotask(() => void fetchWanted())
      const ids = wanted.get(conversation) ?? new Set()
      wanted.set(conversation, ids.add(id))
    }
  }

  async function fetchWanted(): Promise<void> {
    const batches = [...wanted].flatMap(([conversation, ids]) => inBatches(conversation, [...ids]))
    wanted.clear()
    await Promise.all(batches.map(([conversation, ids]) => fetchBatch(conversation, ids)))
  }

  async function fetchBatch(conversation: number, ids: readonly number[]): Promise<void> {
    const found = await fetchKnown(conversation, ids).catch(() => null)
    if (!found) return takeCopies(conversation, ids)
    if (known.size + ids.length > MOST_QUOTED) known.clear()
    for (const id of ids) {
      if (asked.delete(id) && !known.has(id)) known.set(id, found.find((message) => message.id === id) ?? null)
    }
  }

  /** The server is away: what this browser has kept of them is shown. */
  async function takeCopies(conversation: number, ids: readonly number[]): Promise<void> {
    for (const message of await useCopy().messagesOf(conversation)) if (ids.includes(message.id) && asked.delete(message.id)) keep(message)
  }

  function keep(message: Message): void {
    known.set(message.id, message)
  }

  /** A message that may be quoted was edited, recalled or reacted to. */
  function messageChanged({ message }: EventPayload<'message.edited'>): void {
    const held = known.get(message.id)
    if (held) known.set(message.id, laterOf(held, message))
    else if (asked.delete(message.id)) keep(message)
  }

  /** Deleted by me: it can't be seen any more. */
  function deleted({ messages }: EventPayload<'message.deleted'>): void {
    for (const id of messages) {
      asked.delete(id)
      known.set(id, null)
    }
  }

  /** The line is back: what did not come is asked for again. */
  function live(): void {
    if (useConnection().state !== 'live') return
    const missing = [...asked]
    asked.clear()
    for (const [id, conversation] of missing) want(conversation, id)
  }

  /** What is known may be old now. */
  function clear(): void {
    known.clear()
    wanted.clear()
    asked.clear()
  }

  return { of, want, messageChanged, deleted, live, clear }
})

function inBatches(conversation: number, ids: readonly number[]): [number, number[]][] {
  const count = Math.ceil(ids.length / MOST_IDS)
  return Array.from({ length: count }, (_, n) => [conversation, ids.slice(n * MOST_IDS, (n + 1) * MOST_IDS)])
}
