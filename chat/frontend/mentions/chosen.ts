import { defineStore } from 'pinia'

/** Whom somebody chose from the list while writing, by conversation: it tells people of one name apart. */
export const useChosen = defineStore('chat/chosenMentions', () => {
  const chosen = new Map<number, number[]>()

  function of(conversation: number): readonly number[] {
    return chosen.get(conversation) ?? []
  }

  function add(conversation: number, user: number): void {
    chosen.set(conversation, [...of(conversation), user])
  }

  /** What was written is sent. */
  function drop(conversation: number): void {
    chosen.delete(conversation)
  }

  function clear(): void {
    chosen.clear()
  }

  return { of, add, drop, clear }
})
