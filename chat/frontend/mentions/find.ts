import { MOST_MENTIONS, type Mention } from './mentions'

/** Somebody as they are mentioned: by one of these names, without the @. `user`: null for all. */
export interface Nameable {
  user: number | null
  names: readonly string[]
}

const WORD = /[\p{L}\p{N}_]/u
/** Written without spaces: a name may be followed by anything. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/**
 * Every `@Name` of these people in a text. Of several who have the name, `chosen` (ids in the order in which they were
 * chosen from the list) decides; where it does not, nobody is meant.
 */
export function foundMentions(text: string, people: readonly Nameable[], chosen: readonly number[]): Mention[] {
  const names = [...new Set(people.flatMap((one) => one.names))].filter(Boolean).sort((a, b) => b.length - a.length)
  const mentions: Mention[] = []
  const met = new Map<string, number>()
  for (let at = text.indexOf('@'); at >= 0 && mentions.length < MOST_MENTIONS; at = text.indexOf('@', at + 1)) {
    if (continuesWord(text, at)) continue
    const name = names.find((one) => text.startsWith(one, at + 1) && endsAt(text, at + 1 + one.length))
    const named = people.filter((one) => name !== undefined && one.names.includes(name))
    const times = met.get(name ?? '') ?? 0
    const who = theOneOf(named, chosen, times)
    if (name === undefined || !who) continue
    met.set(name, times + 1)
    const range = { start: lengthOf(text.slice(0, at)), length: lengthOf(name) + 1 }
    mentions.push(who.user === null ? { ...range, all: true } : { ...range, user: who.user })
  }
  return mentions
}

function theOneOf(named: readonly Nameable[], chosen: readonly number[], times: number): Nameable | undefined {
  if (named.length <= 1) return named[0]
  const meant = chosen.filter((user) => named.some((one) => one.user === user))
  const user = meant[Math.min(times, meant.length - 1)]
  return named.find((one) => one.user === user)
}

/** What is being typed behind an @, up to the caret. */
export interface Query {
  /** index of the @ */
  at: number
  typed: string
}

const MOST_TYPED = 20

/** The @ that the caret stands behind, and what was typed since; null where there is none. `caret` in UTF-16 units. */
export function queryAt(text: string, caret: number): Query | null {
  const at = text.lastIndexOf('@', caret - 1)
  if (at < 0 || caret === 0 || continuesWord(text, at)) return null
  const typed = text.slice(at + 1, caret)
  return typed.length > MOST_TYPED || /\s/.test(typed) ? null : { at, typed }
}

/** `a@b.c` is an address. */
function continuesWord(text: string, at: number): boolean {
  return /[A-Za-z0-9]/.test(text.charAt(at - 1))
}

/** Whether a name may end here: `@Bob` is not meant in `@Bobby`. */
function endsAt(text: string, end: number): boolean {
  const last = Array.from(text.slice(Math.max(0, end - 2), end)).at(-1) ?? ''
  const next = Array.from(text.slice(end, end + 2))[0] ?? ''
  const joins = WORD.test(last) && WORD.test(next)
  return !joins || UNSPACED.test(last) || UNSPACED.test(next)
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
