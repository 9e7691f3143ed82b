import { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { defineTable } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { changeOwnState } from '../api'
import { useConversations } from '../conversations/conversations'
import { cleanText, reasonAgainst } from '../text/characters'

/** What was typed here and the server does not know yet. */
export interface DraftRow {
  conversation: number
  text: string
}

export const draftTable = defineTable<DraftRow>('chat.drafts', 'conversation')

/** Typing rests this long before the server is told. */
const SAVE_AFTER_MS = 2_000

/**
 * What somebody has begun to write, by conversation. Each change is kept in the browser at once and on the server a little
 * later; until the server knows it, what was typed here counts.
 */
export const useDrafts = defineStore('chat/drafts', () => {
  const unsaved = shallowReactive(new Map<number, string>())
  /** what is typed here and kept nowhere else, in conversations where it is to burn */
  const here = shallowReactive(new Map<number, string>())
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  const connection = useConnection()

  async function open(): Promise<void> {
    clear()
    for (const { conversation, text } of await draftTable.all()) unsaved.set(conversation, text)
  }

  function clear(): void {
    for (const timer of timers.values()) clearTimeout(timer)
    timers.clear()
    unsaved.clear()
    here.clear()
  }

  function textOf(conversation: number): string {
    return here.get(conversation) ?? unsaved.get(conversation) ?? onServer(conversation)
  }

  function edit(conversation: number, text: string): void {
    if (here.has(conversation)) here.set(conversation, text)
    else keep(conversation, text)
  }

  /** From now on what is typed there stays in this window (`isHere`), and what was kept of it is taken away; or no longer. */
  function keepHere(conversation: number, isHere: boolean): void {
    const text = textOf(conversation)
    if (isHere) here.set(conversation, text)
    else here.delete(conversation)
    keep(conversation, isHere ? '' : text)
    void save(conversation)
  }

  function keep(conversation: number, text: string): void {
    unsaved.set(conversation, text)
    void draftTable.put({ conversation, text })
    clearTimeout(timers.get(conversation))
    timers.set(conversation, setTimeout(() => void save(conversation), SAVE_AFTER_MS))
  }

  /** Tells the server now what it does not know: the person turns to something else, or the line is back. */
  async function save(conversation: number): Promise<void> {
    clearTimeout(timers.get(conversation))
    timers.delete(conversation)
    const text = unsaved.get(conversation)
    if (text === undefined || connection.state !== 'live') return
    if (settle(conversation) || reasonAgainst(text) === 'too_long') return
    try {
      await changeOwnState(conversation, { draft: cleanText(text) })
      settle(conversation)
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'not_found') drop(conversation)
    }
  }

  function saveAll(): void {
    for (const conversation of [...unsaved.keys()]) if (!timers.has(conversation)) void save(conversation)
  }

  /** Lets go of what the server knows. */
  function settle(conversation: number): boolean {
    const text = unsaved.get(conversation)
    if (text === undefined || cleanText(text) !== onServer(conversation)) return false
    drop(conversation)
    return true
  }

  function drop(conversation: number): void {
    unsaved.delete(conversation)
    void draftTable.delete(conversation)
  }

  function onServer(conversation: number): string {
    return useConversations().conversations.get(conversation)?.own.draft ?? ''
  }

  return { open, clear, textOf, edit, keepHere, save, saveAll, settle }
})
