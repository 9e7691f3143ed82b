import { fetchMessages, type PageStart } from '../api'
import { excerptOf, wordsOf } from '../conversations/excerpt'
import type { MessageWindow } from '../history/window'
import { stickerOf, voiceOf, type Message } from '../types'

/** So many pages are looked through: behind more lines, shakes and recalled messages than that nobody knows where they left off. */
const MOST_PAGES = 5

/** What somebody wrote, and when. */
export interface Sentence {
  text: string
  sentAt: string
}

/** The last thing somebody wrote before today, among these messages; null where there is none. */
export function lastSentence(messages: readonly Message[], now: Date): Sentence | null {
  const today = beginningOfDay(now).getTime()
  const message = messages.findLast((one) => sentenceOf(one) && Date.parse(one.sent_at) < today)
  return message ? { text: sentenceOf(message), sentAt: message.sent_at } : null
}

/** The same in the whole conversation, of which the window is held: asked for where the window begins later or does not reach the end. */
export async function lastSentenceOf(conversation: number, window: MessageWindow, now: Date): Promise<Sentence | null> {
  const held = window.hasNewer ? null : lastSentence(window.messages, now)
  if (held || !(window.hasOlder || window.hasNewer)) return held
  let start = await beforeToday(conversation, window, beginningOfDay(now))
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await fetchMessages(conversation, start)
    const found = lastSentence(page.messages, now)
    const [first] = page.messages
    if (found || !page.more || !first) return found
    start = { before: first.seq }
  }
  return null
}

/** From where on to look back, past what is held and what was said today. */
async function beforeToday(conversation: number, { messages, hasNewer }: MessageWindow, today: Date): Promise<PageStart> {
  const [first] = messages
  if (first && !hasNewer && Date.parse(first.sent_at) < today.getTime()) return { before: first.seq }
  const [ofToday] = (await fetchMessages(conversation, { at: today.toISOString() }, 1)).messages
  return ofToday ? { before: ofToday.seq } : {}
}

function beginningOfDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate())
}

function sentenceOf(message: Message): string {
  const isNamed = stickerOf(message.body) !== null || voiceOf(message) !== null
  return isNamed ? excerptOf(message) : wordsOf(message)
}
