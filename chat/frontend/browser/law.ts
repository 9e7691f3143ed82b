import type { Message } from '../types'
import type { HistoryPage } from './pages'

/** What an event does to the page on screen. */
export type PageLaw = (page: HistoryPage, message: Message, isFiltered: boolean) => HistoryPage

/** What was said stands on the newest page of everything; what was searched for is as of the question. */
export function withMessage(page: HistoryPage, message: Message, isFiltered: boolean): HistoryPage {
  const last = page.entries.at(-1)?.message.seq ?? 0
  if (isFiltered || page.newer || message.seq <= last) return page
  return { ...page, entries: [...page.entries, { message, marks: [] }] }
}

/** A message that is another one now: its hits are gone with its words. */
export function withChanged(page: HistoryPage, message: Message): HistoryPage {
  if (!page.entries.some((entry) => entry.message.id === message.id)) return page
  return { ...page, entries: page.entries.map((entry) => (entry.message.id === message.id ? { message, marks: [] } : entry)) }
}

/** These were deleted by their reader. */
export function without(page: HistoryPage, ids: readonly number[]): HistoryPage {
  const entries = page.entries.filter((entry) => !ids.includes(entry.message.id))
  return entries.length === page.entries.length ? page : { ...page, entries }
}
