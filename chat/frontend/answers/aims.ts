import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { NOTHING, writtenIn, type Written } from '../composer/written'
import type { Message } from '../types'

/** What the composer of a conversation is about, besides a new message: an answer to this one, or another wording of it. */
export interface Aim {
  kind: 'reply' | 'edit'
  message: Message
  /** its new wording so far; the draft stays as it is meanwhile */
  wording: Written
}

/** What is being answered or edited, by conversation; only in this window and until it is done or given up. */
export const useAims = defineStore('chat/aims', () => {
  const aims = shallowReactive(new Map<number, Aim>())
  /** what I have recalled in this window, by message, to be written again */
  const recalledWords = shallowReactive(new Map<number, Written>())

  function of(conversation: number): Aim | null {
    return aims.get(conversation) ?? null
  }

  function reply(message: Message): void {
    aims.set(message.conversation, { kind: 'reply', message, wording: NOTHING })
  }

  function edit(message: Message): void {
    aims.set(message.conversation, { kind: 'edit', message, wording: writtenIn(message) })
  }

  function reword(conversation: number, wording: Written): void {
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
  function keepWords(message: Message): void {
    const written = writtenIn(message)
    if (written.text) recalledWords.set(message.id, written)
  }

  function wordsOfRecalled(id: number): Written | null {
    return recalledWords.get(id) ?? null
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
    recalledWords.clear()
  }

  return { of, reply, edit, reword, drop, fieldsFor, keepWords, wordsOfRecalled, recalled, deleted, clear }
})
