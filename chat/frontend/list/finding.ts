import { folded, isNamed, typedWords } from '@ggtalk/i18n/folding'

/** Something the search on top of the list can find. */
export interface Findable {
  /** what it is called, the most important first */
  names: readonly string[]
}

const MOST_FOUND = 50

/** Those with every typed word in one of their names; names that begin with what was typed come first. */
export function found<Thing extends Findable>(things: readonly Thing[], typed: string): Thing[] {
  const words = typedWords(typed)
  if (words.length === 0) return []
  return things
    .map((thing) => ({ thing, rank: rankOf(thing.names, words) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .slice(0, MOST_FOUND)
    .map(({ thing }) => thing)
}

function rankOf(names: readonly string[], words: readonly string[]): number | null {
  if (!isNamed(names, words)) return null
  const begins = names.findIndex((name) => folded(name).startsWith(words[0] ?? ''))
  return begins < 0 ? names.length : begins
}
