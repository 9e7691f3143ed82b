import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { fetchLimits, type Limits } from '../api'
import { useMessages } from '../history/messages'
import { isGone, stickerOf, textOf, voiceOf, type Message } from '../types'

/** How long one may change what one said and who may be written to, as the server has it set. */
export const useLimits = defineStore('chat/limits', () => {
  const limits = shallowRef<Limits>({ edit_minutes: 15, recall_minutes: 2, encrypted: false, previews: false, burn_hours: 24 })

  async function load(): Promise<void> {
    limits.value = await fetchLimits()
  }

  /** Whether the words of a message can be changed at this moment (ms since 1970). */
  function mayEdit(message: Message, me: number, now: number): boolean {
    return textOf(message) !== null && stickerOf(message.body) === null && voiceOf(message) === null && isMineWithin(message, me, now, limits.value.edit_minutes)
  }

  function mayRecall(message: Message, me: number, now: number): boolean {
    return !isGone(message) && isMineWithin(message, me, now, limits.value.recall_minutes)
  }

  return { limits, load, mayEdit, mayRecall }
})

function isMineWithin(message: Message, me: number, now: number, minutes: number): boolean {
  return message.sender === me && now - Date.parse(message.sent_at) <= minutes * 60_000
}

/** My last message of those held here, where it can still be edited. */
export function lastToEdit(conversation: number): Message | undefined {
  const me = useSession().userId ?? 0
  const mine = useMessages().of(conversation).window?.messages.findLast((message) => message.sender === me && !isGone(message))
  return mine && useLimits().mayEdit(mine, me, Date.now()) ? mine : undefined
}
