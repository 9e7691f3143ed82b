const FIRST_MS = 500
const LONGEST_MS = 30_000

/**
 * How long to wait before the next try: exponential with full jitter, so that a restarted server is not met by everybody at once.
 * attempt: 0 for the first retry. random: a number in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16))
  return Math.round(random * ceiling)
}
