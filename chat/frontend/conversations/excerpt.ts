import { i18n } from '@ggtalk/i18n'
import { useSession } from '@ggtalk/session'
import { cardTitle } from '../forwarding/cards'
import { inWords, inlineOf } from '../inline/inline'
import { stickerWord } from '../stickers/stickers'
import { cardOf, imagesOf, stickerOf, textOf, voiceOf, type Message, type OutgoingBody } from '../types'
import { lengthText } from '../voice/voices'
import { nameIn } from './names'
import { lineText } from './notices'

const SHOWN_CHARACTERS = 160

/** What a message says, in one line: for lists, quotes and what is read out. */
export function excerptOf(message: Message): string {
  const card = cardOf(message)
  if (card) return `${i18n.global.t('chat.card.word')} ${oneLine(cardTitle(card))}`
  const voice = voiceOf(message)
  if (voice) return voiceWord(voice.duration_ms)
  return lineText(message) ?? bodyLine(message.body, wordsOf(message), imagesOf(message).length)
}

/** What somebody wrote, with what stands between the words told in words; empty for a line of the server's. */
export function wordsOf(message: Pick<Message, 'body'>): string {
  return inWords(textOf(message) ?? '', inlineOf(message.body))
}

/** What a body says, in one line: a sticker's word, or its text behind the word for its pictures. */
export function bodyLine(body: Message['body'] | OutgoingBody, text: string, pictures: number): string {
  const sticker = stickerOf(body)
  return sticker === null ? saidLine(text, pictures) : stickerWord(sticker)
}

/** What is said, in one line; pictures are named before the words. */
export function saidLine(text: string, pictures: number): string {
  return [...(pictures > 0 ? [i18n.global.t('chat.pictures.word')] : []), oneLine(text)].filter(Boolean).join(' ')
}

/** A voice, named with its length. */
export function voiceWord(durationMs: number): string {
  return i18n.global.t('chat.voice.word', { length: lengthText(durationMs) })
}

/** Who said it, as the reader calls them. */
export function senderName(message: Message): string {
  return message.sender === useSession().userId ? i18n.global.t('chat.me') : nameIn(message.conversation, message.sender)
}

/** The beginning of a text, in one line. */
export function oneLine(text: string): string {
  return text.slice(0, SHOWN_CHARACTERS * 2).replace(/\s+/g, ' ').trim().slice(0, SHOWN_CHARACTERS)
}
