import { fetchMessages, searchMessages, type PageStart, type Question } from '../api'
import type { Mark } from '../search/fragments'
import type { Message, SearchHit } from '../types'

/** Messages on one page of the browser. */
export const PAGE_SIZE = 50
/** The server looks through a long history piece by piece: so many pieces are asked for one page. */
const PIECES_AT_ONCE = 8

export interface Entry {
  message: Message
  marks: readonly Mark[]
}

/** One page, oldest first. `older`, `newer`: how to ask for the neighbours; null where there are none. */
export interface HistoryPage {
  entries: readonly Entry[]
  older: PageAt | null
  newer: PageAt | null
}

/** A place in the history, or in what was found (`after` of the search; the ways back to the newer pages). */
export type PageAt = { kind: 'place'; start: PageStart } | { kind: 'found'; after: number | null; back: readonly (number | null)[] }

export const NEWEST: PageAt = { kind: 'place', start: {} }
export const OLDEST: PageAt = { kind: 'place', start: { after: 0 } }
export const FOUND: PageAt = { kind: 'found', after: null, back: [] }

export async function fetchPage(conversation: number, at: PageAt, question: Question | null): Promise<HistoryPage> {
  if (at.kind === 'found') return foundPage(question ?? { conversation }, at.after, at.back)
  const page = await fetchMessages(conversation, at.start, PAGE_SIZE)
  const entries = page.messages.map((message): Entry => ({ message, marks: [] }))
  const first = page.messages[0]?.seq
  const last = page.messages.at(-1)?.seq
  return {
    entries,
    older: hasOlder(at.start, page) ? { kind: 'place', start: first === undefined ? {} : { before: first } } : null,
    newer: hasNewer(at.start, page) && last !== undefined ? { kind: 'place', start: { after: last } } : null,
  }
}

function hasOlder({ after, around, at }: PageStart, page: { more: boolean; earlier?: boolean }): boolean {
  if (around !== undefined || at !== undefined) return page.earlier ?? false
  return after === undefined ? page.more : after > 0
}

function hasNewer({ before, after, around, at }: PageStart, { more }: { more: boolean }): boolean {
  if (before !== undefined) return true
  return after === undefined && around === undefined && at === undefined ? false : more
}

async function foundPage(question: Question, after: number | null, back: readonly (number | null)[]): Promise<HistoryPage> {
  let hits: SearchHit[] = []
  let next = after
  for (let piece = 0; piece < PIECES_AT_ONCE && hits.length < PAGE_SIZE; piece += 1) {
    const found = await searchMessages(question, PAGE_SIZE - hits.length, next)
    hits = [...hits, ...found.hits]
    next = found.next
    if (next === null) break
  }
  return {
    entries: hits.reverse(),
    older: next === null ? null : { kind: 'found', after: next, back: [...back, after] },
    newer: back.length === 0 ? null : { kind: 'found', after: back.at(-1) ?? null, back: back.slice(0, -1) },
  }
}
