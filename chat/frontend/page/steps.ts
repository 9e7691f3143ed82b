import type { Row } from '../history/rows'

/** One state of the list; `shift`: rows came or went at its beginning only. */
export interface Step {
  rows: Row[]
  shift: boolean
}

/**
 * How the list gets from what it shows to what it shall show: what changes at the beginning first, then the rest, so that
 * what is on screen stays where it is. Null when the two have nothing in common.
 */
export function stepsTo(next: Row[], shown: readonly Row[]): Step[] | null {
  const [first] = shown
  const [nextFirst] = next
  if (!first || !nextFirst) return null
  const added = next.findIndex((row) => row.key === first.key)
  if (added > 0) return [{ rows: [...next.slice(0, added), ...shown], shift: true }, { rows: next, shift: false }]
  const removed = shown.findIndex((row) => row.key === nextFirst.key)
  if (removed > 0) return [{ rows: shown.slice(removed), shift: true }, { rows: next, shift: false }]
  return added === 0 ? [{ rows: next, shift: false }] : null
}
