import { characterCount } from '../text/characters'
import type { Mention } from '../mentions/mentions'

/** OBJECT REPLACEMENT CHARACTER: stands in a text for each object of its line. */
export const OBJECT = '\ufffc'

/** Something that stands at a place of a text; `start` in code points. */
export interface Placed {
  start: number
}

/** A piece of a text: words, where somebody is meant, or an object between the words (`text` is U+FFFC then). */
export interface Cut<Thing extends Placed> {
  text: string
  mention: Mention | null
  object: Thing | null
}

/** Cuts a text, or the beginning of one, at its mentions and objects; put together, the pieces are the text. */
export function cut<Thing extends Placed>(text: string, mentions: readonly Mention[], objects: readonly Thing[]): Cut<Thing>[] {
  if (mentions.length === 0 && objects.length === 0) return words(text)
  const characters = Array.from(text)
  const pieces: Cut<Thing>[] = []
  let end = 0
  for (const { start, until, ...what } of places(mentions, objects)) {
    if (start < end || until > characters.length) break
    pieces.push(...words<Thing>(characters.slice(end, start).join('')))
    pieces.push({ text: characters.slice(start, until).join(''), ...what })
    end = until
  }
  return [...pieces, ...words<Thing>(characters.slice(end).join(''))]
}

/** The text of pieces, and what stands in it now. */
export function put<Thing extends Placed>(pieces: readonly Cut<Thing>[]): { text: string; mentions: Mention[]; inline: Thing[] } {
  const mentions: Mention[] = []
  const inline: Thing[] = []
  let start = 0
  for (const { text, mention, object } of pieces) {
    if (mention) mentions.push({ ...mention, start, length: characterCount(text) })
    if (object) inline.push({ ...object, start })
    start += characterCount(text)
  }
  return { text: pieces.map(({ text }) => text).join(''), mentions, inline }
}

export function words<Thing extends Placed>(text: string): Cut<Thing>[] {
  return text === '' ? [] : [{ text, mention: null, object: null }]
}

function places<Thing extends Placed>(mentions: readonly Mention[], objects: readonly Thing[]) {
  const named = mentions.map((mention) => ({ start: mention.start, until: mention.start + mention.length, mention, object: null }))
  const placed = objects.map((object) => ({ start: object.start, until: object.start + 1, mention: null, object }))
  return [...named, ...placed].sort((one, other) => one.start - other.start)
}
