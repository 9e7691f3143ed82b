import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ForwardedCard } from '../types'

/** What of a message stands open in a window of its own; `message`: its id. */
export type Opened = { kind: 'card'; card: ForwardedCard; message: number } | { kind: 'versions'; message: number }

/** What is read in a dialog must not close because its message leaves the part of the list that is drawn. */
export const useOpened = defineStore('chat/opened', () => {
  const opened = shallowRef<Opened | null>(null)

  function open(what: Opened): void {
    opened.value = what
  }

  function close(): void {
    opened.value = null
  }

  return { opened, open, close }
})
