import { folded } from '@ggtalk/i18n/folding'
import type { Mark } from '../search/fragments'

/** The words of a question as they are compared, taken apart as the server does: those in quotes stand together. */
export function wordsOf(typed: string): string[] {
  return [...typed.matchAll(/"([^"]+)"|([^\s"]+)/g)].map(([, quoted, word = '']) => folded((quoted ?? word).trim())).filter(Boolean)
}

/** Where the words of `wordsOf` stand in a text, in characters; null where one of them does not occur. Case, width and accents make no difference. */
export function marksOf(text: string, words: readonly string[]): Mark[] | null {
  if (words.length === 0) return []
  const compared = folded(text)
  if (!words.every((word) => compared.includes(word))) return null
  const pieces = Array.from(text, folded)
  const whole = pieces.join('')
  /** for each place in the folded text, the character it comes from */
  const places = pieces.flatMap((piece, place) => Array.from({ length: piece.length }, () => place))
  const marks: [number, number][] = []
  for (const word of words) {
    let start = whole.indexOf(word)
    if (start < 0) return null
    for (; start >= 0; start = whole.indexOf(word, start + word.length)) {
      marks.push([places[start] ?? 0, (places[start + word.length - 1] ?? 0) + 1])
    }
  }
  return joined(marks.sort(([a], [b]) => a - b))
}

function joined(marks: readonly [number, number][]): Mark[] {
  const apart: [number, number][] = []
  for (const [start, end] of marks) {
    const last = apart.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else apart.push([start, end])
  }
  return apart
}
