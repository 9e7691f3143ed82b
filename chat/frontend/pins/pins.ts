import { attempt } from '@ggtalk/task'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { fetchPins } from '../api'
import { useConversations } from '../conversations/conversations'
import { groupScreens } from '../groupScreens'
import type { Message, Pin } from '../types'

/** What is pinned in the conversations that were opened, the latest first; moved by events and loads only. */
export const usePins = defineStore('chat/pins', () => {
  const pins = shallowReactive(new Map<number, readonly Pin[]>())
  /** counts what was heard, so that an answer that is older is recognised */
  const heard = new Map<number, number>()
  let shown: number | null = null

  function of(conversation: number): readonly Pin[] {
    return pins.get(conversation) ?? []
  }

  function has(message: Message): boolean {
    return of(message.conversation).some((pin) => pin.message === message.id)
  }

  /** A conversation is on screen. What can't be fetched now is when the line is back. */
  async function open(conversation: number): Promise<void> {
    shown = conversation
    if (!pins.has(conversation)) await fetch(conversation)
  }

  function leave(conversation: number): void {
    if (shown === conversation) shown = null
  }

  function changed({ conversation, pins: all }: EventPayload<'pins.changed'>): void {
    heard.set(conversation, (heard.get(conversation) ?? 0) + 1)
    pins.set(conversation, all)
  }

  /** What was held may be old now. */
  async function load(): Promise<void> {
    pins.clear()
    if (shown !== null) await fetch(shown)
  }

  function live(): void {
    if (shown !== null && !pins.has(shown)) void fetch(shown)
  }

  function clear(): void {
    pins.clear()
    heard.clear()
    shown = null
  }

  async function fetch(conversation: number): Promise<void> {
    const before = heard.get(conversation)
    const fresh = await fetchPins(conversation).catch(() => null)
    if (fresh && heard.get(conversation) === before) pins.set(conversation, fresh)
  }

  return { of, has, open, leave, changed, load, live, clear }
})

/** Whether I may pin in a conversation, as far as it is known here; the server has the last word. */
export function mayPin(conversation: number): boolean {
  const known = useConversations().conversations.get(conversation)
  if (!known || known.own.left) return false
  return known.kind === 'direct' || (groupScreens.value?.pins(conversation) ?? false)
}

/** Asks the server; its event moves the screen. */
export async function pin(message: { id: number }, on: boolean): Promise<void> {
  await attempt(useConnection().send('message.pin', { message: message.id, on }))
}
