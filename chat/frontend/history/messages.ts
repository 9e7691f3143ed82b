import { isUnreached } from '@ggtalk/api/errors'
import type { LoadReason } from '@ggtalk/module'
import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { PAGE_SIZE, fetchMessages, type Page } from '../api'
import { useConversations } from '../conversations/conversations'
import { useCopy } from '../copy/copy'
import { useDeletions } from '../deleting/deletions'
import { useOutbox } from '../outbox/outbox'
import { laterOf, type Message } from '../types'
import {
  copiedWindow, detached, lastSeq, newestWindow, windowAround, withChanged, withMessage, withNewer, withOlder, withoutMessages, withoutNewest,
  withoutOldest, type MessageWindow,
} from './window'

/** A window is cut back to this many messages at its far end. */
export const KEPT_MESSAGES = 500
/** More than this is never held: a window nobody cuts back lets go of the conversation's end instead. */
const MOST_MESSAGES = 1_000
/** So many conversations besides the open one keep their newest messages, to be there at once. */
const KEPT_CONVERSATIONS = 8

/** So many changes are remembered for pages that were on their way. */
const KEPT_CHANGES = 500

export interface MessagesView {
  readonly window: MessageWindow | null
  readonly busy: 'opening' | 'older' | 'newer' | null
  /** why the last page did not come */
  readonly failure: unknown
  /** it is this browser's copy, which stands in for the server's answer and may lack messages in between */
  readonly isCopy: boolean
}

const NOTHING: MessagesView = { window: null, busy: null, failure: null, isCopy: false }

/** Windows on the messages of conversations: loaded in pages, moved by events, without gaps and bounded in memory. */
export const useMessages = defineStore('chat/messages', () => {
  /** the latest opened last */
  const views = shallowReactive(new Map<number, MessagesView>())
  /** changes when a window is replaced, so that a page for the old one is recognised */
  const turns = new Map<number, number>()
  /** the latest changes heard, by message */
  const changed = new Map<number, Message>()
  let shown: number | null = null

  function of(conversation: number): MessagesView {
    return views.get(conversation) ?? NOTHING
  }

  /** Shows a conversation: its newest messages, or those around `place`, where they are not here. */
  async function open(conversation: number, place: number | null): Promise<void> {
    shown = conversation
    const view = of(conversation)
    views.delete(conversation)
    views.set(conversation, view)
    forgetOthers()
    const holdsPlace = place === null || (view.window?.messages[0]?.seq ?? Infinity) <= place || view.window?.hasOlder === false
    if (view.window && !view.isCopy && !view.window.hasNewer && holdsPlace) return
    await (place === null ? openEnd(conversation) : openAround(conversation, place))
  }

  function leave(conversation: number): void {
    if (shown === conversation) shown = null
    forgetOthers()
  }

  /** The newest messages. */
  async function openEnd(conversation: number): Promise<void> {
    await replace(conversation, async () => newestWindow(await fetchMessages(conversation, {}), newestOf(conversation)))
  }

  /** The first messages of all. */
  async function openStart(conversation: number): Promise<void> {
    await replace(conversation, async () =>
      windowAround({ messages: [], more: false }, await fetchMessages(conversation, { after: 0 }), newestOf(conversation)),
    )
  }

  /** The messages around a number. */
  async function openAround(conversation: number, seq: number): Promise<void> {
    await replace(conversation, async () => {
      const [before, after] = await Promise.all([
        fetchMessages(conversation, { before: seq + 1 }, PAGE_SIZE / 2),
        fetchMessages(conversation, { after: seq }),
      ])
      return windowAround(before, after, newestOf(conversation))
    })
  }

  /** What lies between two numbers, so that who reads there stays there. */
  async function openAnew(conversation: number, first: number, last: number): Promise<void> {
    await replace(conversation, async () => {
      const newest = newestOf(conversation)
      const [before, after] = await Promise.all([
        fetchMessages(conversation, { before: first }, 1),
        fetchMessages(conversation, { after: first - 1 }),
      ])
      let window = windowAround({ messages: [], more: before.messages.length > 0 }, after, newest)
      while (window.hasNewer && window.messages.length > 0 && lastSeq(window.messages) < last) {
        const seq = lastSeq(window.messages)
        window = withNewer(window, await fetchMessages(conversation, { after: seq }), newest)
        if (lastSeq(window.messages) === seq) break
      }
      return window
    })
  }

  /** One page further back. */
  async function older(conversation: number): Promise<void> {
    const first = of(conversation).window?.messages[0]
    if (!first || !of(conversation).window?.hasOlder) return
    await extend(conversation, 'older', () => fetchMessages(conversation, { before: first.seq }), withOlder)
  }

  /** One page further on. */
  async function newer(conversation: number): Promise<void> {
    const { window } = of(conversation)
    if (!window?.hasNewer) return
    const after = lastSeq(window.messages)
    await extend(conversation, 'newer', () => fetchMessages(conversation, { after }), (held, page) =>
      withNewer(held, page, newestOf(conversation)),
    )
  }

  function cutNewest(conversation: number): void {
    change(conversation, (window) => withoutNewest(window, KEPT_MESSAGES))
  }

  function cutOldest(conversation: number): void {
    change(conversation, (window) => withoutOldest(window, KEPT_MESSAGES))
  }

  function said({ message }: EventPayload<'message.sent'>): void {
    const { conversation } = message
    if (useDeletions().has(message.id)) return
    change(conversation, (window) => {
      if (window.messages.length >= MOST_MESSAGES && conversation === shown) return detached(window)
      const held = withMessage(window, message)
      return conversation === shown ? held : withoutOldest(held, PAGE_SIZE * 2)
    })
  }

  /** A message was edited, recalled or reacted to; a page on its way may still show it as it was. */
  function messageChanged({ message }: EventPayload<'message.edited'>): void {
    changed.delete(message.id)
    changed.set(message.id, message)
    const [oldest] = changed.keys()
    if (changed.size > KEPT_CHANGES && oldest !== undefined) changed.delete(oldest)
    change(message.conversation, (window) => withChanged(window, message))
  }

  /** Deleted by me, on whatever client. */
  function deleted({ conversation, messages }: EventPayload<'message.deleted'>): void {
    change(conversation, (window) => withoutMessages(window, messages))
    const { window } = of(conversation)
    const isEmptied = window?.messages.length === 0 && (window.hasOlder || window.hasNewer)
    if (isEmptied && conversation === shown) void openEnd(conversation)
    else if (isEmptied) forget(conversation)
  }

  /** Conversations of which something is held. */
  function held(): number[] {
    return [...views.keys()]
  }

  /** What was held of these may have gaps now: it is let go, and what is on screen is loaded afresh. */
  async function load(reason: LoadReason, among: readonly number[] = held()): Promise<void> {
    const stale = among.filter((id) => reason.kind === 'start' || reason.streams.length === 0 || reason.streams.some((name) => name.startsWith('u')) || reason.streams.includes(`c${id}`))
    for (const id of stale.filter((one) => one !== shown)) forget(id)
    if (shown === null || !stale.includes(shown)) return
    const streams = reason.kind === 'reset' ? reason.streams : []
    const window = streams.length > 0 ? of(shown).window : null
    const first = window?.messages[0]
    // Missed events of its own may have brought a newer end; others change only what is held.
    if (window && first && (window.hasNewer || !streams.includes(`c${shown}`))) await openAnew(shown, first.seq, lastSeq(window.messages))
    else await openEnd(shown)
  }

  function clear(): void {
    for (const id of [...views.keys()]) forget(id)
    changed.clear()
    shown = null
  }

  async function replace(conversation: number, fetch: () => Promise<MessageWindow>): Promise<void> {
    const turn = (turns.get(conversation) ?? 0) + 1
    turns.set(conversation, turn)
    views.set(conversation, { ...of(conversation), busy: 'opening', failure: null })
    try {
      const window = await fetch()
      if (turns.get(conversation) === turn) take(conversation, window)
    } catch (failure) {
      const copied = isUnreached(failure) && !of(conversation).window ? await useCopy().messagesOf(conversation) : []
      if (turns.get(conversation) !== turn) return
      const instead = copied.length > 0 ? { window: copiedWindow(copied, MOST_MESSAGES), isCopy: true } : {}
      views.set(conversation, { ...of(conversation), ...instead, busy: null, failure })
    }
  }

  async function extend(
    conversation: number,
    busy: 'older' | 'newer',
    fetch: () => Promise<Page>,
    join: (window: MessageWindow, page: Page) => MessageWindow,
  ): Promise<void> {
    const turn = turns.get(conversation)
    if (of(conversation).busy) return
    views.set(conversation, { ...of(conversation), busy, failure: null })
    try {
      const page = await fetch()
      const { window } = of(conversation)
      if (turns.get(conversation) === turn && window) take(conversation, join(window, page))
    } catch (failure) {
      if (turns.get(conversation) === turn) views.set(conversation, { ...of(conversation), busy: null, failure })
    }
  }

  function take(conversation: number, window: MessageWindow): void {
    const known = window.messages.some(({ id }) => changed.has(id))
    const kept = window.messages.filter(({ id }) => !useDeletions().has(id))
    const messages = known ? kept.map((message) => laterOf(message, changed.get(message.id) ?? message)) : kept
    useCopy().keep(messages)
    views.set(conversation, { window: { ...window, messages }, busy: null, failure: null, isCopy: false })
    const me = useSession().userId
    for (const message of window.messages) if (message.sender === me) useOutbox().seen(message.client_id)
  }

  function change(conversation: number, how: (window: MessageWindow) => MessageWindow): void {
    const view = views.get(conversation)
    if (!view?.window) return
    const window = how(view.window)
    if (window !== view.window) views.set(conversation, { ...view, window })
  }

  function newestOf(conversation: number): number {
    return useConversations().conversations.get(conversation)?.last_message?.seq ?? 0
  }

  function forgetOthers(): void {
    const others = [...views.keys()].filter((id) => id !== shown)
    for (const id of others) if (of(id).isCopy || of(id).window?.hasNewer !== false) forget(id)
    for (const id of others.slice(0, Math.max(0, others.length - KEPT_CONVERSATIONS))) forget(id)
    for (const id of others) change(id, (window) => withoutOldest(window, PAGE_SIZE * 2))
  }

  function forget(conversation: number): void {
    turns.set(conversation, (turns.get(conversation) ?? 0) + 1)
    views.delete(conversation)
  }

  return { of, open, leave, openEnd, openStart, openAround, older, newer, cutNewest, cutOldest, held, said, messageChanged, deleted, load, clear }
})
