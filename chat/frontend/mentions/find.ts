import { MOST_MENTIONS, type Mention } from './mentions'

/** Somebody as they are mentioned: by one of these names, without the @. `user`: null for all. */
export interface Nameable {
  user: number | null
  names: readonly string[]
}

const WORD = /[\p{L}\p{N}_]/u
/** Written without spaces: a name may be followed by anything. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Every `@Name` of these people in a text; nobody is meant by a name that several have. */
export function foundMentions(text: string, people: readonly Nameable[]): Mention[] {
  const names = [...new Set(people.flatMap((one) => one.names))].filter(Boolean).sort((a, b) => b.length - a.length)
  const mentions: Mention[] = []
  for (let at = text.indexOf('@'); at >= 0 && mentions.length < MOST_MENTIONS; at = text.indexOf('@', at + 1)) {
    if (continuesWord(text, at)) continue
    const name = names.find((one) => text.startsWith(one, at + 1) && endsAt(text, at + 1 + one.length))
    const [who, ...others] = people.filter((one) => name !== undefined && one.names.includes(name))
    if (name === undefined || !who || others.length > 0) continue
    const range = { start: lengthOf(text.slice(0, at)), length: lengthOf(name) + 1 }
    mentions.push(who.user === null ? { ...range, all: true } : { ...range, user: who.user })
  }
  return mentions
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
