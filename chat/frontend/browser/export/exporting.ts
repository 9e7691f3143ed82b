import { i18n } from '@ggtalk/i18n'
import { timeText } from '@ggtalk/i18n/time'
import { useSession } from '@ggtalk/session'
import { fetchMessages, searchMessages, type Question } from '../../api'
import { excerptOf, wordsOf } from '../../conversations/excerpt'
import { nameIn } from '../../conversations/names'
import { lineText } from '../../conversations/notices'
import { stickerWord } from '../../stickers/stickers'
import { cardOf, imagesOf, stickerOf, voiceOf, type Message } from '../../types'
import { FILE_TYPES, beginning, ending, lineOf, type Format, type Line } from './formats'

const PAGE_SIZE = 200
const FOUND_PAGE_SIZE = 100

export interface Wanted {
  conversation: number
  title: string
  format: Format
  /** only what passes these filters; null for everything */
  question: Question | null
}

export interface Progress {
  /** messages written so far */
  written: (count: number) => void
  /** whether it was called off */
  ended: () => boolean
}

/** The history as a file, oldest first, fetched page by page; null where it was called off. */
export async function exportedHistory(wanted: Wanted, { written, ended }: Progress): Promise<Blob | null> {
  const { locale, t } = i18n.global
  const { fullTime } = timeText(locale.value, new Date())
  const about = { title: wanted.title, line: t('chat.browser.exportedAt', { time: fullTime(new Date().toISOString()) }), language: locale.value }
  const type = FILE_TYPES[wanted.format]
  let parts: BlobPart[] = [beginning(wanted.format, about)]
  let count = 0
  for await (const messages of wanted.question ? found(wanted.question) : everything(wanted.conversation)) {
    if (ended()) return null
    // what is in a Blob need not stay in memory
    parts = [new Blob([...parts, ...messages.map((message, n) => lineOf(wanted.format, asLine(message, fullTime), count + n === 0))])]
    count += messages.length
    written(count)
  }
  return new Blob([...parts, ending(wanted.format)], { type: `${type};charset=utf-8` })
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

function asLine(message: Message, fullTime: (iso: string) => string): Line {
  const line = lineText(message)
  const pictures = imagesOf(message).length > 0 ? [i18n.global.t('chat.pictures.word')] : cardOf(message) ? [excerptOf(message)] : []
  const sticker = stickerOf(message.body)
  const voice = voiceOf(message) ? [excerptOf(message)] : []
  const mine = message.sender === useSession().userId
  return {
    name: nameIn(message.conversation, message.sender) || String(message.sender),
    when: fullTime(message.sent_at),
    mine,
    isNotice: line !== null,
    text: line ?? (sticker !== null ? stickerWord(sticker) : [...pictures, ...voice, wordsOf(message)].filter(Boolean).join('\n')),
    message,
  }
}
