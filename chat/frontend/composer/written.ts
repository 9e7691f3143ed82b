import { OBJECT, cut, put, type Cut } from '../inline/cut'
import { inlineOf, localsIn, type SentObject, type WrittenObject } from '../inline/inline'
import { mentionsOf, type Mention } from '../mentions/mentions'
import { picturesAbove, type OutboxEntry } from '../outbox/entries'
import { textOf, type Message } from '../types'

/** What somebody writes: a text, who is meant in it, and what stands between its words. Places are counted in code points. */
export interface Written {
  text: string
  mentions: readonly Mention[]
  inline: readonly WrittenObject[]
}

export type WrittenPiece = Cut<WrittenObject>

export const NOTHING: Written = { text: '', mentions: [], inline: [] }

export function inPieces({ text, mentions, inline }: Written): WrittenPiece[] {
  return cut(text, mentions, inline)
}

/** What a stored message says, to be written anew. */
export function writtenIn(message: Pick<Message, 'body'>): Written {
  const inline = inlineOf(message.body).flatMap(({ start, sticker, image }): WrittenObject[] => {
    if (image) return [{ start, image: image.id }]
    return sticker === undefined ? [] : [{ start, sticker: typeof sticker === 'string' ? sticker : sticker.id }]
  })
  return { text: textOf(message) ?? '', mentions: mentionsOf(message.body), inline }
}

/** What a message on its way says, its pictures before its words, to be written anew. */
export function writtenOut(entry: OutboxEntry): Written {
  const above = picturesAbove(entry).map((picture) => ({ text: OBJECT, mention: null, object: { start: 0, picture } }))
  return put<WrittenObject>([...above, ...inPieces({ text: entry.body.text, mentions: mentionsOf(entry.body), inline: entry.inline ?? [] })])
}

/** Objects as they are sent, as they are written. */
export function heldIn(sent: readonly SentObject[]): WrittenObject[] {
  return sent.flatMap(({ start, sticker, image }): WrittenObject[] => {
    if (image !== undefined) return [{ start, image }]
    return sticker === undefined ? [] : [{ start, sticker }]
  })
}

/** What is written, as it is sent; pictures that are not uploaded are left out. */
export function sentObjects(inline: readonly WrittenObject[]): SentObject[] {
  return inline.flatMap((one) => ('picture' in one ? [] : one))
}

/** One behind the other, each in lines of its own; what is empty leaves nothing. */
export function joined(one: Written, next: Written): Written {
  if (one.text === '' || next.text === '') return one.text === '' ? next : one
  return put<WrittenObject>([...inPieces(one), { text: '\n', mention: null, object: null }, ...inPieces(next)])
}

/** The same with pictures named by their files where they have one; `fileOf` of the id of a picture that is here. */
export function withFiles(written: Written, fileOf: (picture: string) => number | null): Written {
  if (localsIn(written.inline).length === 0) return written
  return { ...written, inline: written.inline.map((one) => sentAs(one, fileOf)) }
}

function sentAs(one: WrittenObject, fileOf: (picture: string) => number | null): WrittenObject {
  const file = 'picture' in one ? fileOf(one.picture) : null
  return file === null ? one : { start: one.start, image: file }
}

/** The same without pictures that are nowhere but here. */
export function withoutLocals(written: Written): Written {
  if (localsIn(written.inline).length === 0) return written
  return put(inPieces(written).filter(({ object }) => !object || !('picture' in object)))
}

export function isSame(one: Written, other: Written): boolean {
  return one.text === other.text && signOf(one) === signOf(other)
}

function signOf({ mentions, inline }: Written): string {
  const named = mentions.map(({ start, length, user }) => [start, length, user ?? 'all'])
  const placed = inline.map((one) => ('sticker' in one ? [one.start, 's', one.sticker] : 'image' in one ? [one.start, 'i', one.image] : [one.start, 'p', one.picture]))
  return JSON.stringify([named, placed])
}
