import type { StoredFile } from '@files'
import { i18n } from '@ggtalk/i18n'
import type { Schemas } from '@ggtalk/realtime/types'
import { stickerWord } from '../stickers/stickers'
import type { Message } from '../types'
import { cut, type Placed } from './cut'

/** A sticker or a picture between the words of a message. */
export type StoredObject = Schemas['InlineData']
/** One as it is sent. */
export type SentObject = Schemas['InlineObject']
/** One that is being written; `picture`: the id of one that is here and may not be uploaded yet. */
export type WrittenObject = Placed & ({ sticker: string | number } | { image: number } | { picture: string })
export type InlineObject = StoredObject | SentObject | WrittenObject

/** So many stand between the words of one message. */
export const MOST_INLINE = 50

/** What stands between the words of a body. */
export function inlineOf(body: Message['body']): readonly StoredObject[] {
  return (body as { inline?: StoredObject[] }).inline ?? []
}

/** The pictures that stand between the words of a body, without stickers. */
export function inlineImages(body: Message['body']): StoredFile[] {
  return inlineOf(body).flatMap(({ image }) => image ?? [])
}

/** The ids of the pictures that are here and stand between words. */
export function localsIn(inline: readonly WrittenObject[]): string[] {
  return inline.flatMap((one) => ('picture' in one ? one.picture : []))
}

/** An object in words: `[Picture]`, `[Sticker: party]`. */
export function objectWord(one: InlineObject): string {
  const sticker = 'sticker' in one ? one.sticker : undefined
  return sticker === undefined ? i18n.global.t('chat.pictures.word') : stickerWord(sticker)
}

/** A text whose objects are told in words. */
export function inWords(text: string, inline: readonly InlineObject[]): string {
  if (inline.length === 0) return text
  return cut(text, [], inline)
    .map((piece) => (piece.object ? objectWord(piece.object) : piece.text))
    .join('')
}

/** A text whose objects are told in words, and where in it its hits stand now: each start and end, in code points. */
export function markedInWords(text: string, inline: readonly InlineObject[], marks: readonly (readonly number[])[]): { text: string; marks: number[][] } {
  const longer = inline.map((one) => ({ start: one.start, by: Array.from(objectWord(one)).length - 1 }))
  const moved = (place: number) => longer.reduce((sum, { start, by }) => (start < place ? sum + by : sum), place)
  return { text: inWords(text, inline), marks: marks.map((mark) => mark.map(moved)) }
}
