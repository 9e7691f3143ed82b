import type { StoredVoice } from '@files'

export const MOST_MS = 120_000
/** What is shorter is a slip of the finger. */
export const LEAST_MS = 1_000
/** What is as long as this is not thrown away without a question. */
export const ASKED_MS = 5_000
/** So many loudnesses draw a voice. */
const PEAKS = 64

/** The button that records is held down, or not; `away`: letting go would cancel; `lost`: the system took the pointer away. */
export type Hold = 'no' | 'here' | 'away' | 'lost'

/** A voice in a message: on the server (`file`), or on its way there (`local`, its id in the browser). */
export interface ShownVoice {
  file: number | null
  local: string | null
  duration_ms: number
  /** loudnesses from 0 to 100, evenly over its length */
  peaks: readonly number[]
}

export function shownVoice(voice: StoredVoice | null): ShownVoice | null {
  return voice && { file: voice.id, local: null, duration_ms: voice.duration_ms, peaks: voice.peaks }
}

/** A length or place in minutes and seconds: `0:07`. */
export function lengthText(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Any number of loudnesses as so many: of each part the loudest. */
export function peaksOf(levels: readonly number[], count = PEAKS): number[] {
  return Array.from({ length: count }, (_, n) => {
    const start = Math.floor((n * levels.length) / count)
    const part = levels.slice(start, Math.max(Math.floor(((n + 1) * levels.length) / count), start + 1))
    return Math.max(0, ...part)
  })
}

/** How wide a voice is drawn, in CSS pixels: longer ones wider, within what a phone has. */
export function widthOf(durationMs: number): number {
  return Math.round(96 + 104 * Math.min(1, durationMs / 60_000))
}
