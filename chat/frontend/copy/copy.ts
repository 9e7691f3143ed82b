import { isRememberedHere } from '@accounts'
import { defineTable } from '@ggtalk/storage'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { MOST_IDS, fetchKnown, fetchMessages } from '../api'
import { useDeletions } from '../deleting/deletions'
import { laterOf, type Message } from '../types'

/** How far the copy of a conversation is known to be in step with the server. */
interface StepRow {
  conversation: number
  /** number of the last event it has seen */
  head: number
  /** when every message of it was last looked up, ms since 1970 */
  looked_up: number
}

export const copyTable = defineTable<Message>('chat.copies', 'id', ['conversation'])
export const stepTable = defineTable<StepRow>('chat.copy_steps', 'conversation')

/** The oldest messages beyond these are dropped. */
export const MOST_COPIED = 20_000
const MISSED_PAGE_SIZE = 200
const MOST_MISSED_PAGES = 10
/** What comes in goes to the disk so much later, together. */
const WRITE_AFTER_MS = 500
/** What I deleted elsewhere while this browser was closed is gone from here after this long at the latest. */
const LOOK_UP_AFTER_MS = 24 * 60 * 60 * 1000

/** Who else wants to know what looking up brought. */
export interface LookedUp {
  changed: (message: Message) => void
  gone: (conversation: number, ids: number[]) => void
}

/**
 * What this browser has seen of my conversations, kept on its disk to be read without the server. Where I am not remembered
 * nothing is kept. Edits, recalls and deletions are followed, those that happened while the page was closed as well.
 */
export const useCopy = defineStore('chat/copy', () => {
  /** whether anything is kept here */
  const isKept = ref(false)
  /** not on the disk yet: messages as they are now, null for those that are gone */
  const waiting = new Map<number, Message | null>()
  /** conversations whose rows have followed everything since this head */
  const steps = new Map<number, number>()
  let isMoved = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()
  let turn = 0

  const leaving = (): void => void write()

  async function open(): Promise<void> {
    isKept.value = isRememberedHere()
    if (!isKept.value) await clear()
    window.addEventListener('pagehide', leaving)
  }

  /** Messages as the server has just told them. */
  function keep(messages: readonly Message[]): void {
    if (!isKept.value) return
    for (const message of messages) {
      if (useDeletions().has(message.id)) continue
      waiting.set(message.id, laterOf(message, useDeletions().changeOf(message.id) ?? message))
    }
    if (messages.length > 0) writeSoon()
  }

  /** Heard of in its conversation's stream, under this number. */
  function heard(message: Message, seq: number | null): void {
    keep([message])
    passed(message.conversation, seq)
  }

  function passed(conversation: number, seq: number | null): void {
    if (seq === null || !steps.has(conversation)) return
    steps.set(conversation, seq)
    isMoved = true
  }

  function forget(ids: readonly number[]): void {
    if (!isKept.value) return
    for (const id of ids) waiting.set(id, null)
    writeSoon()
  }

  /** Nothing of this conversation is kept any more. */
  async function forgetConversation(conversation: number): Promise<void> {
    if (!isKept.value) return
    steps.delete(conversation)
    await stepTable.delete(conversation)
    forget((await messagesOf(conversation)).map(({ id }) => id))
  }

  /** What is kept of a conversation, in its order. */
  async function messagesOf(conversation: number): Promise<Message[]> {
    if (!isKept.value) return []
    await write()
    const rows = await copyTable.where('conversation', conversation)
    return rows.filter(({ id }) => !useDeletions().has(id)).sort((a, b) => a.seq - b.seq)
  }

  /**
   * After fresh lists: looks up what may have changed unheard. `heads`: the numbers of my conversations' last events.
   * Where the server is lost on the way it goes on the next time.
   */
  async function catchUp(heads: ReadonlyMap<number, number>, tell: LookedUp): Promise<void> {
    const mine = ++turn
    if (!isKept.value) return
    const known = new Map((await stepTable.all()).map((row) => [row.conversation, row]))
    for (const conversation of new Set([...heads.keys(), ...known.keys()])) {
      const head = heads.get(conversation)
      if (mine !== turn) return
      if (head === undefined) await forgetConversation(conversation)
      else if (isInStep(known.get(conversation), head)) steps.set(conversation, head)
      else if (await lookUp(conversation, tell, () => mine === turn)) await stepInto(conversation, head)
      else return
    }
  }

  async function lookUp(conversation: number, tell: LookedUp, goesOn: () => boolean): Promise<boolean> {
    const held = (await messagesOf(conversation)).reverse()
    for (let start = 0; start < held.length; start += MOST_IDS) {
      const part = held.slice(start, start + MOST_IDS)
      const found = await fetchKnown(conversation, part.map(({ id }) => id)).catch(() => null)
      if (!found || !goesOn()) return false
      const there = new Set(found.map(({ id }) => id))
      const gone = part.filter(({ id }) => !there.has(id)).map(({ id }) => id)
      const changed = found.filter((message) => part.some((row) => row.id === message.id && row.changed_seq !== message.changed_seq))
      keep(changed)
      forget(gone)
      for (const message of changed) tell.changed(message)
      if (gone.length > 0) tell.gone(conversation, gone)
    }
    return held[0] ? fetchMissed(conversation, held[0].seq, goesOn) : true
  }

  /** What was said since, so that the copy goes on without a gap; of very much only the beginning. */
  async function fetchMissed(conversation: number, last: number, goesOn: () => boolean): Promise<boolean> {
    let after = last
    for (let page = 0; page < MOST_MISSED_PAGES; page += 1) {
      const found = await fetchMessages(conversation, { after }, MISSED_PAGE_SIZE).catch(() => null)
      if (!found || !goesOn()) return false
      keep(found.messages)
      after = found.messages.at(-1)?.seq ?? after
      if (!found.more) break
    }
    return true
  }

  async function stepInto(conversation: number, head: number): Promise<void> {
    steps.set(conversation, head)
    await write()
    await stepTable.put({ conversation, head, looked_up: Date.now() })
  }

  function writeSoon(): void {
    timer ??= setTimeout(() => void write(), WRITE_AFTER_MS)
  }

  /** Brings what waits to the disk. */
  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeAll)
    return writing
  }

  async function writeAll(): Promise<void> {
    if (!isKept.value || (waiting.size === 0 && !isMoved)) return
    const rows = [...waiting]
    waiting.clear()
    isMoved = false
    await copyTable.putSpare(rows.flatMap(([, message]) => (message ? [message] : [])))
    await copyTable.deleteAll(rows.flatMap(([id, message]) => (message ? [] : [id])))
    await copyTable.trim(MOST_COPIED)
    await stepTable.putSpare(await movedSteps())
  }

  /** The numbers up to which rows on the disk have followed everything now. */
  async function movedSteps(): Promise<StepRow[]> {
    return (await stepTable.all()).flatMap((row) => {
      const head = steps.get(row.conversation)
      return head === undefined || head === row.head ? [] : [{ ...row, head }]
    })
  }

  /** Drops everything that is kept here. */
  async function clear(): Promise<void> {
    waiting.clear()
    await writing
    await Promise.all([copyTable.clear(), stepTable.clear()])
  }

  async function close(): Promise<void> {
    turn += 1
    window.removeEventListener('pagehide', leaving)
    if (isKept.value && isRememberedHere()) await write()
    else await clear()
    clearTimeout(timer)
    timer = undefined
    waiting.clear()
    steps.clear()
    isKept.value = false
  }

  return { isKept, open, keep, heard, passed, forget, forgetConversation, messagesOf, catchUp, clear, close }
})

function isInStep(row: StepRow | undefined, head: number): boolean {
  return row?.head === head && Date.now() - row.looked_up < LOOK_UP_AFTER_MS
}
