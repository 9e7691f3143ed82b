import { i18n } from '@ggtalk/i18n'
import { timeText } from '@ggtalk/i18n/time'
import { useSession } from '@ggtalk/session'
import { fetchMessages, searchMessages, type Question } from '../../api'
import { excerptOf, wordsOf } from '../../conversations/excerpt'
import { nameIn } from '../../conversations/names'
import { lineText } from '../../conversations/notices'
import { copiedMatches } from '../../copy/copiedPage'
import { useCopy } from '../../copy/copy'
import type { HistorySource } from '../../settings/settings'
import { stickerWord } from '../../stickers/stickers'
import { picturesIn } from '../../pictures/viewer'
import { cardOf, stickerOf, voiceOf, type Message } from '../../types'
import { Embedding, MOST_MEGABYTES, type EmbeddedPicture } from './embedding'
import { FILE_TYPES, beginning, ending, lineOf, type Format, type Line } from './formats'

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
export async function exportedHistory(wanted: Wanted, { written, ended }: Progress): Promise<Blob | null> {
  const { format } = wanted
  const { locale, t } = i18n.global
  const { fullTime } = timeText(locale.value, new Date())
  const about = { title: wanted.title, line: t('chat.browser.exportedAt', { time: fullTime(new Date().toISOString()) }), language: locale.value }
  const embedding = format === 'html' ? new Embedding(wanted.source === 'local') : null
  let parts: BlobPart[] = [beginning(format, about)]
  let count = 0
  for await (const messages of pagesOf(wanted)) {
    if (ended()) return null
    const lines: string[] = []
    for (const message of messages) {
      const pictures = ended() ? [] : ((await embedding?.of(message)) ?? [])
      lines.push(lineOf(format, asLine(message, fullTime, pictures), count === 0))
      count += 1
    }
    // what is in a Blob need not stay in memory
    parts = [new Blob([...parts, ...lines])]
    written(count)
  }
  const note = embedding?.missing ? t('chat.browser.picturesMissing', { count: embedding.missing, most: MOST_MEGABYTES }) : ''
  return ended() ? null : new Blob([...parts, ending(format, note)], { type: `${FILE_TYPES[format]};charset=utf-8` })
}

function pagesOf({ conversation, question, source }: Wanted): AsyncGenerator<Message[]> {
  if (source === 'local') return copied(conversation, question)
  return question ? found(question) : everything(conversation)
}

async function* copied(conversation: number, question: Question | null): AsyncGenerator<Message[]> {
  const messages = copiedMatches(await useCopy().messagesOf(conversation), question)
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

function asLine(message: Message, fullTime: (iso: string) => string, pictures: readonly EmbeddedPicture[]): Line {
  const line = lineText(message)
  return {
    name: nameIn(message.conversation, message.sender) || String(message.sender),
    when: fullTime(message.sent_at),
    mine: message.sender === useSession().userId,
    isNotice: line !== null,
    text: line ?? written(message, pictures.length).filter(Boolean).join('\n'),
    pictures,
    message,
  }
}

/** What it says, and what it shows as far as that is not drawn. */
function written(message: Message, drawn: number): string[] {
  const sticker = stickerOf(message.body)
  if (sticker !== null) return drawn > 0 ? [] : [stickerWord(sticker)]
  const pictures = picturesIn(message).length > drawn ? [i18n.global.t('chat.pictures.word')] : []
  return [...pictures, ...(cardOf(message) || voiceOf(message) ? [excerptOf(message)] : []), wordsOf(message)]
}
