import { i18n } from '@ggtalk/i18n'
import { timeText } from '@ggtalk/i18n/time'
import { fetchMessages, searchMessages, type Question } from '../../api'
import { copiedMatches } from '../../copy/copiedPage'
import { useCopy } from '../../copy/copy'
import type { HistorySource } from '../../settings/settings'
import type { Message } from '../../types'
import { Embedding, MOST_MEGABYTES } from './embedding'
import { FILE_TYPES, beginning, ending, lineOf, type Format } from './formats'
import { Lines } from './lines'

const PAGE_SIZE = 200
const FOUND_PAGE_SIZE = 100

export interface Wanted {
  conversation: number
  title: string
  format: Format
  /** only what passes these filters; null for everything */
  question: Question | null
  /** `local`: what is kept in this browser, without asking the server for words */
  source: HistorySource
}

export interface Progress {
  /** messages written so far */
  written: (count: number) => void
  /** whether it was called off */
  ended: () => boolean
}

/** The history as a file, oldest first, fetched page by page, with its pictures in HTML; null where it was called off. */
export async function exportedHistory(wanted: Wanted, progress: Progress): Promise<Blob | null> {
  const { ended } = progress
  const { conversation, format, source } = wanted
  const { locale, t } = i18n.global
  const { fullTime } = timeText(locale.value, new Date())
  const about = { title: wanted.title, line: t('chat.browser.exportedAt', { time: fullTime(new Date().toISOString()) }), language: locale.value }
  const embedding = format === 'html' ? new Embedding(source === 'local') : null
  const copies = source === 'local' ? new Map((await useCopy().messagesOf(conversation)).map((one) => [one.id, one])) : null
  const lines = new Lines({ conversation, embedding, fullTime, copies })
  let parts: BlobPart[] = [beginning(format, about)]
  let count = 0
  for await (const messages of pagesOf(wanted, copies)) {
    if (ended()) return null
    await lines.learn(messages)
    const written: string[] = []
    for (const message of messages) {
      if (ended()) return null
      written.push(lineOf(format, await lines.of(message), count === 0))
      count += 1
    }
    // what is in a Blob need not stay in memory
    parts = [new Blob([...parts, ...written])]
    progress.written(count)
  }
  const note = embedding?.missing ? t('chat.browser.picturesMissing', { count: embedding.missing, most: MOST_MEGABYTES }) : ''
  return ended() ? null : new Blob([...parts, ending(format, note)], { type: `${FILE_TYPES[format]};charset=utf-8` })
}

function pagesOf({ conversation, question }: Wanted, copies: ReadonlyMap<number, Message> | null): AsyncGenerator<Message[]> {
  if (copies) return inPages(copiedMatches([...copies.values()], question))
  return question ? found(question) : everything(conversation)
}

// eslint-disable-next-line @typescript-eslint/require-await -- the others wait
async function* inPages(messages: readonly Message[]): AsyncGenerator<Message[]> {
  for (let start = 0; start < messages.length; start += PAGE_SIZE) yield messages.slice(start, start + PAGE_SIZE)
}

async function* everything(conversation: number): AsyncGenerator<Message[]> {
  for (let after = 0, more = true; more; ) {
    const page = await fetchMessages(conversation, { after }, PAGE_SIZE)
    if (page.messages.length > 0) yield page.messages
    after = page.messages.at(-1)?.seq ?? after
    more = page.more
  }
}

/** The search finds the newest first: what it found is turned round. */
async function* found(question: Question): AsyncGenerator<Message[]> {
  const pages: Message[][] = []
  let after: number | null = null
  do {
    const page = await searchMessages(question, FOUND_PAGE_SIZE, after)
    pages.push(page.hits.map((hit) => hit.message).reverse())
    yield []
    after = page.next
  } while (after !== null)
  for (const page of pages.reverse()) yield page
}
