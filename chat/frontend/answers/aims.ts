import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { textOf, type Message } from '../types'

/** What the composer of a conversation is about, besides a new message: an answer to this one, or another wording of it. */
export interface Aim {
  kind: 'reply' | 'edit'
  message: Message
  /** its new wording so far; the draft stays as it is meanwhile */
  wording: string
}

/** What is being answered or edited, by conversation; only in this window and until it is done or given up. */
export const useAims = defineStore('chat/aims', () => {
  const aims = shallowReactive(new Map<number, Aim>())
  /** what I have recalled in this window, by message, to be written again */
  const recalledTexts = shallowReactive(new Map<number, string>())

  function of(conversation: number): Aim | null {
    return aims.get(conversation) ?? null
  }

  function reply(message: Message): void {
    aims.set(message.conversation, { kind: 'reply', message, wording: '' })
  }

  function edit(message: Message): void {
    aims.set(message.conversation, { kind: 'edit', message, wording: textOf(message) ?? '' })
  }

  function reword(conversation: number, wording: string): void {
    const aim = of(conversation)
    if (aim) aims.set(conversation, { ...aim, wording })
  }

  function drop(conversation: number): void {
    aims.delete(conversation)
  }

  /** What an answer adds to a body on its way. */
  function fieldsFor(conversation: number): { reply_to?: number } {
    const aim = of(conversation)
    return aim?.kind === 'reply' ? { reply_to: aim.message.id } : {}
  }

  /** I am about to recall this one. */
  function keepText(message: Message): void {
    const text = textOf(message)
    if (text) recalledTexts.set(message.id, text)
  }

  function textOfRecalled(id: number): string | null {
    return recalledTexts.get(id) ?? null
  }

  /** There is nothing left to word anew; it can still be answered. */
  function recalled({ message }: EventPayload<'message.recalled'>): void {
    const aim = of(message.conversation)
    if (aim?.kind === 'edit' && aim.message.id === message.id) drop(message.conversation)
  }

  /** What I have deleted for myself is neither answered nor worded anew. */
  function deleted({ conversation, messages }: EventPayload<'message.deleted'>): void {
    const aim = of(conversation)
    if (aim && messages.includes(aim.message.id)) drop(conversation)
  }

  function clear(): void {
    aims.clear()
    recalledTexts.clear()
  }

  return { of, reply, edit, reword, drop, fieldsFor, keepText, textOfRecalled, recalled, deleted, clear }
})
