import { subMonths } from 'date-fns/subMonths'
import { subWeeks } from 'date-fns/subWeeks'
import type { Question } from '../api'
import { MOST_TYPED } from '../search/messageSearch'

export const RANGES = ['all', 'week', 'month', 'quarter'] as const
export const KINDS = ['any', 'text', 'link', 'picture', 'voice'] as const

/** What of a conversation's history is wanted. */
export interface Filters {
  q: string
  range: (typeof RANGES)[number]
  kind: (typeof KINDS)[number]
  /** id of a user; 0 for everybody */
  sender: number
}

export const NO_FILTERS: Filters = { q: '', range: 'all', kind: 'any', sender: 0 }

/** The question for the server; null where nothing is filtered out. */
export function questionOf(conversation: number, { q, range, kind, sender }: Filters, now: Date): Question | null {
  const words = q.trim().slice(0, MOST_TYPED)
  if (words === '' && range === 'all' && kind === 'any' && sender === 0) return null
  const from = beginningOfRange(range, now)
  return {
    conversation,
    ...(words && { q: words }),
    ...(kind !== 'any' && { kind }),
    ...(sender !== 0 && { sender }),
    ...(from && { from: from.toISOString() }),
  }
}

function beginningOfRange(range: Filters['range'], now: Date): Date | null {
  if (range === 'week') return subWeeks(now, 1)
  if (range === 'month') return subMonths(now, 1)
  return range === 'quarter' ? subMonths(now, 3) : null
}
