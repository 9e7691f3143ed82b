import { fetchMessages, type PageStart } from '../api'
import { excerptOf, wordsOf } from '../conversations/excerpt'
import type { MessageWindow } from '../history/window'
import { stickerOf, voiceOf, type Message } from '../types'

/** So many pages are looked through: behind more lines, shakes and recalled messages than that nobody knows where they left off. */
const MOST_PAGES = 5
/** Nobody has written for so long: what comes then is another talk. */
export const PAUSE_MS = 30 * 60 * 1000

/** What somebody wrote, and when. */
export interface Sentence {
  text: string
  sentAt: string
}

/** What is left of a talk once somebody looked through some messages of it. */
interface Look {
  /** the last sentence of the talk before; null where these messages know none */
  found: Sentence | null
  /** since when the talk goes on as far as they tell, in ms since 1970 */
  since: number
}

/** Looks for the end of the talk before the one that goes on: of what was written before the last long pause. `until`: since when it is known to go on. */
export function lastSentence(messages: readonly Message[], until: number): Look {
  let since = until
  for (const message of messages.toReversed()) {
    const text = sentenceOf(message)
    const at = Date.parse(message.sent_at)
    if (text && since - at >= PAUSE_MS) return { found: { text, sentAt: message.sent_at }, since }
    if (text) since = at
  }
  return { found: null, since }
}

/**
 * The same in the whole conversation, of which the window is held: asked for where the window begins later or does not
 * reach the end. What goes on further than one page began today, or is looked through no further.
 */
export async function lastSentenceOf(conversation: number, window: MessageWindow, now: Date): Promise<Sentence | null> {
  const held = window.hasNewer ? await fetchMessages(conversation, {}) : { messages: window.messages, more: window.hasOlder }
  let { found, since } = lastSentence(held.messages, now.getTime())
  if (found || !held.more) return found
  const goesOn = since < now.getTime()
  let start = goesOn ? await beforeToday(conversation, held.messages, beginningOfDay(now)) : before(held.messages)
  if (goesOn) since = Infinity
  for (let pages = 0; start && pages < MOST_PAGES; pages += 1) {
    const page = await fetchMessages(conversation, start)
    ;({ found, since } = lastSentence(page.messages, since))
    if (found || !page.more) return found
    start = before(page.messages)
  }
  return null
}

/** From where on to look back, past what is held and what was said today. */
async function beforeToday(conversation: number, held: readonly Message[], today: Date): Promise<PageStart | null> {
  const [first] = held
  if (first && Date.parse(first.sent_at) < today.getTime()) return before(held)
  return before((await fetchMessages(conversation, { at: today.toISOString() }, 1)).messages)
}

function before([first]: readonly Message[]): PageStart | null {
  return first ? { before: first.seq } : null
}

function beginningOfDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate())
}

function sentenceOf(message: Message): string {
  const isNamed = stickerOf(message.body) !== null || voiceOf(message) !== null
  return isNamed ? excerptOf(message) : wordsOf(message)
}
