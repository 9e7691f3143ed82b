import { i18n } from '@ggtalk/i18n'
import { toast } from '@ggtalk/ui/toasts'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import { isLine, type Message } from '../types'

/** The server does something with so many at once. */
export const MOST_CHOSEN = 100

/** Several messages of one conversation, chosen to do something with all of them. */
export const useSelection = defineStore('chat/selection', () => {
  const conversation = ref<number | null>(null)
  const chosen = shallowReactive(new Map<number, Message>())
  /** in the order in which they were said */
  const messages = computed(() => [...chosen.values()].sort((a, b) => a.seq - b.seq))

  function isIn(id: number): boolean {
    return conversation.value === id
  }

  function has(id: number): boolean {
    return chosen.has(id)
  }

  function begin(message: Message): void {
    end()
    conversation.value = message.conversation
    toggle(message)
  }

  function toggle(message: Message): void {
    if (!isIn(message.conversation) || chosen.delete(message.id)) return
    if (chosen.size >= MOST_CHOSEN) toast({ text: i18n.global.t('chat.selection.most', { most: MOST_CHOSEN }) })
    else chosen.set(message.id, message)
  }

  /** These are not there any more. */
  function forget(ids: readonly number[]): void {
    for (const id of ids) chosen.delete(id)
  }

  function messageChanged(message: Message): void {
    if (isLine(message)) chosen.delete(message.id)
    else if (chosen.has(message.id)) chosen.set(message.id, message)
  }

  function end(): void {
    conversation.value = null
    chosen.clear()
  }

  return { conversation, messages, isIn, has, begin, toggle, forget, messageChanged, end }
})
