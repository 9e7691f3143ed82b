import type { PageStart, Question } from '../api'
import { PAGE_SIZE, type Entry, type HistoryPage, type PageAt } from '../browser/pages'
import { inlineImages } from '../inline/inline'
import type { Mark } from '../search/fragments'
import { imagesOf, isLine, textOf, voiceOf, type Days, type Message } from '../types'
import { marksOf, wordsOf } from './words'

const LINK = /https?:\/\/[a-z0-9[]|\bwww\.[a-z0-9]/i

/** A page of what is kept in the browser, as the server would answer it. `messages`: of one conversation, in order. */
export function copiedPage(messages: readonly Message[], at: PageAt, question: Question | null): HistoryPage {
  if (at.kind === 'found') return foundPage(messages, question ?? {}, at.after, at.back)
  const [start, end] = placesOf(messages, at.start)
  const shown = messages.slice(start, end)
  const first = shown[0]?.seq
  const last = shown.at(-1)?.seq
  return {
    entries: shown.map((message): Entry => ({ message, marks: [] })),
    older: start > 0 && first !== undefined ? { kind: 'place', start: { before: first } } : null,
    newer: end < messages.length && last !== undefined ? { kind: 'place', start: { after: last } } : null,
  }
}

/** Where in the list the page begins and ends. */
function placesOf(messages: readonly Message[], { before, after, around, at }: PageStart): [start: number, end: number] {
  if (after !== undefined) return from(indexFrom(messages, ({ seq }) => seq > after))
  if (at !== undefined) return from(indexFrom(messages, ({ sent_at }) => Date.parse(sent_at) >= Date.parse(at)))
  if (around !== undefined) return from(indexFrom(messages, ({ seq }) => seq >= around) - PAGE_SIZE / 2)
  const end = before === undefined ? messages.length : indexFrom(messages, ({ seq }) => seq >= before)
  return [Math.max(0, end - PAGE_SIZE), end]
}

function from(start: number): [start: number, end: number] {
  return [Math.max(0, start), Math.max(0, start) + PAGE_SIZE]
}

function indexFrom(messages: readonly Message[], is: (message: Message) => boolean): number {
  const found = messages.findIndex(is)
  return found < 0 ? messages.length : found
}

/** What of a copy passes the filters, in its order. */
export function copiedMatches(messages: readonly Message[], question: Question | null): Message[] {
  const marksIn = question && markerOf(question)
  return messages.filter((message) => !marksIn || marksIn(message) !== null)
}

/** `after`: the number below which to look. */
function foundPage(messages: readonly Message[], question: Question, after: number | null, back: readonly (number | null)[]): HistoryPage {
  const marksIn = markerOf(question)
  const entries: Entry[] = []
  let next: number | null = null
  for (const message of messages.toReversed()) {
    if (after !== null && message.seq >= after) continue
    const marks = marksIn(message)
    if (!marks) continue
    if (entries.length === PAGE_SIZE) {
      next = entries.at(-1)?.message.seq ?? null
      break
    }
    entries.push({ message, marks })
  }
  return {
    entries: entries.reverse(),
    older: next === null ? null : { kind: 'found', after: next, back: [...back, after] },
    newer: back.length === 0 ? null : { kind: 'found', after: back.at(-1) ?? null, back: back.slice(0, -1) },
  }
}

/** Tells where in a message the words are; null where it does not pass. */
function markerOf(question: Question): (message: Message) => readonly Mark[] | null {
  const words = wordsOf(question.q ?? '')
  const isEmpty = Boolean(question.q) && words.length === 0
  return (message) => (passes(message, question) && !isEmpty ? marksOf(textOf(message) ?? '', words) : null)
}

function passes(message: Message, { sender, from, until, kind }: Question): boolean {
  const sent = Date.parse(message.sent_at)
  if (isLine(message) || (sender !== undefined && message.sender !== sender)) return false
  if ((from !== undefined && sent < Date.parse(from)) || (until !== undefined && sent >= Date.parse(until))) return false
  return kind === undefined || IS_KIND[kind](message)
}

const IS_KIND: Record<NonNullable<Question['kind']>, (message: Message) => boolean> = {
  text: (message) => Boolean(textOf(message)),
  link: (message) => LINK.test(textOf(message) ?? ''),
  picture: (message) => imagesOf(message).length > 0 || inlineImages(message.body).length > 0,
  voice: (message) => voiceOf(message) !== null,
}

/** Days of a month, `2026-11`, on which something was said, in this browser's time zone. */
export function copiedDays(messages: readonly Message[], month: string): Days {
  const dates = messages.map(({ sent_at }) => new Date(sent_at))
  const within = dates.filter((date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}` === month)
  return {
    days: [...new Set(within.map((date) => date.getDate()))].sort((a, b) => a - b),
    first: messages[0]?.sent_at ?? null,
    last: messages.at(-1)?.sent_at ?? null,
  }
}
