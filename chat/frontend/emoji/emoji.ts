import { folded, typedWords } from '@ggtalk/i18n/folding'
import type { CompactEmoji } from 'emojibase'
import { drawnHere } from './drawn'

/** One emoji with its name in the reader's language and every word it can be found by, in both. */
export interface Emoji {
  unicode: string
  name: string
  words: string
  group: number
}

/** emojibase's groups that are shown, in order; 2 are parts of others. */
export const EMOJI_GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9] as const
const MOST_FOUND = 120

/** All emoji this system can draw, in their usual order. The data is large, so it comes only when somebody looks for one. */
export async function loadEmoji(locale: string): Promise<Emoji[]> {
  const [chinese, english] = await Promise.all([import('emojibase-data/zh/compact.json'), import('emojibase-data/en/compact.json')])
  const isDrawn = drawnHere()
  const all = joined(locale === 'zh-CN' ? chinese.default : english.default, locale === 'zh-CN' ? english.default : chinese.default)
  return all.filter((emoji) => isDrawn(emoji.unicode))
}

/** The same emoji in two languages as one list; the first gives the names. */
export function joined(named: readonly CompactEmoji[], other: readonly CompactEmoji[]): Emoji[] {
  const others = new Map(other.map((emoji) => [emoji.hexcode, emoji]))
  const shown = named.filter((emoji) => EMOJI_GROUPS.some((group) => group === emoji.group))
  return shown
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((emoji) => {
      const words = [emoji, others.get(emoji.hexcode)].flatMap((one) => (one ? [one.label, ...(one.tags ?? [])] : []))
      return { unicode: emoji.unicode, name: emoji.label, words: folded(words.join(' ')), group: emoji.group ?? 0 }
    })
}

/** Those with every typed word among their words; whose name begins with it come first. */
export function foundEmoji(all: readonly Emoji[], typed: string): Emoji[] {
  const words = typedWords(typed)
  const first = words[0] ?? ''
  const matches = all.filter((emoji) => words.every((word) => emoji.words.includes(word)))
  return matches.sort((a, b) => Number(b.words.startsWith(first)) - Number(a.words.startsWith(first))).slice(0, MOST_FOUND)
}
