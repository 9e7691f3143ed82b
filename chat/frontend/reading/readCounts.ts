import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { MOST_IDS, fetchReadCounts, type ReadCount } from '../api'
import type { Message } from '../types'

/** What many read at once is asked for once in this time. */
const ASK_EVERY_MS = 1_000

/**
 * How many have read those of my messages in groups whose marks are on screen. Events tell that somebody has read on;
 * how many that makes is asked for, many messages at a time.
 */
export const useReadCounts = defineStore('chat/read counts', () => {
  const counts = shallowReactive(new Map<number, ReadCount>())
  const shown = new Map<number, Message>()
  /** what is known of these may be old */
  const stale = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let next = 0

  function of(message: number): ReadCount | undefined {
    return counts.get(message)
  }

  /** The mark of this message is on screen from now on. */
  function show(message: Message): void {
    shown.set(message.id, message)
    ask([message])
  }

  function hide(message: Message): void {
    shown.delete(message.id)
    stale.delete(message.id)
    counts.delete(message.id)
  }

  function moved({ conversation, after, until }: EventPayload<'reads.moved'>): void {
    ask([...shown.values()].filter((one) => one.conversation === conversation && one.seq > after && one.seq <= until))
  }

  /** The line is back, or somebody has left: what is told may be old. */
  function live(): void {
    ask([...shown.values()])
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    shown.clear()
    stale.clear()
    counts.clear()
  }

  function ask(messages: readonly Message[]): void {
    for (const { id } of messages) stale.add(id)
    if (stale.size > 0) timer ??= setTimeout(() => void askNow(), Math.max(0, next - performance.now()))
  }

  async function askNow(): Promise<void> {
    timer = undefined
    next = performance.now() + ASK_EVERY_MS
    if (useConnection().state !== 'live') return
    const wanted = [...stale].flatMap((id) => shown.get(id) ?? [])
    stale.clear()
    const conversations = new Set(wanted.map(({ conversation }) => conversation))
    await Promise.all([...conversations].map((id) => fetch(id, wanted.filter(({ conversation }) => conversation === id))))
  }

  async function fetch(conversation: number, messages: readonly Message[]): Promise<void> {
    const ids = messages.slice(-MOST_IDS).map(({ id }) => id)
    const fresh = await fetchReadCounts(conversation, ids).catch(() => []) // the next event, or the next connection, asks again
    for (const count of fresh) if (shown.has(count.message)) counts.set(count.message, count)
  }

  return { of, show, hide, moved, live, clear }
})
