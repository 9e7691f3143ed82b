import type { StoredFile } from '@files'
import { mentionsOf, type Mention } from '../mentions/mentions'
import { inlineOf, type InlineObject } from '../inline/inline'
import { picturesAbove, type Outgoing } from '../outbox/entries'
import { answeredBy, burnOf, imagesOf, isGone, isShake, noticeOf, stickerOf, styleOf, textOf, voiceOf, type Burn, type Message, type Notice, type Sticker, type TextStyle } from '../types'
import { shownVoice, type ShownVoice } from '../voice/voices'

/** Messages of one person within this time stand together. */
const RUN_MS = 30_000

interface Placed {
  /** the same while it is on screen, also when an own message turns from outgoing to stored */
  key: string
  sender: number
  /** as stored, or as written */
  sentAt: string
  /** when, where a new day begins above it */
  day: string | null
  /** above it begins what was unread when the conversation was opened */
  isFirstUnread: boolean
}

/** What somebody wrote; `outgoing` while the server's event is not here. */
export interface TextRow extends Placed {
  kind: 'text'
  /** empty where only pictures are shown, or a voice is */
  text: string
  /** how its writer wrote it; null for the reader's own way */
  style: TextStyle | null
  /** who is meant by name in the text */
  mentions: readonly Mention[]
  /** what stands between its words */
  inline: readonly InlineObject[]
  /** the sticker that it is */
  sticker: Sticker | null
  images: readonly StoredFile[]
  /** ids of the pictures here that are on their way and stand above the text */
  pictures: readonly string[]
  /** the cover that it is: what it says is asked for when it is opened */
  burn: Burn | null
  /** what is to be heard instead of words */
  voice: ShownVoice | null
  /** id of the message that this answers */
  answers: number | null
  /** as it is stored; null on its way */
  message: Message | null
  seq: number | null
  outgoing: Outgoing | null
  startsRun: boolean
  endsRun: boolean
}

/** A line of the server's. */
export interface NoticeRow extends Placed {
  kind: 'notice'
  notice: Notice
}

/** Somebody shook the window. */
export interface ShakeRow extends Placed {
  kind: 'shake'
}

/** Somebody took back what they had said, or it has burnt. */
export interface GoneRow extends Placed {
  kind: 'gone'
  message: Message
}

export type Row = TextRow | NoticeRow | ShakeRow | GoneRow

/**
 * What the list of messages shows, one row for each message so that paging moves nothing.
 * `readUntil`: number of the last message read when the conversation was opened; null without a mark.
 */
export function rowsOf(messages: readonly Message[], outgoing: readonly Outgoing[], me: number, readUntil: number | null): Row[] {
  const rows: Row[] = messages.map((message) => rowOf(message, me))
  const known = new Set(messages.filter((message) => message.sender === me).map((message) => message.client_id))
  for (const entry of outgoing) if (!known.has(entry.clientId)) rows.push(outgoingRow(entry, me))
  markDays(rows)
  const firstUnread = readUntil === null ? -1 : messages.findIndex((message) => message.seq > readUntil && message.sender !== me)
  const unreadRow = rows[firstUnread]
  if (unreadRow && firstUnread > 0) unreadRow.isFirstUnread = true
  markRuns(rows)
  return rows
}

function rowOf(message: Message, me: number): Row {
  const key = message.sender === me ? message.client_id : `message ${message.seq}`
  const placed = { key, sender: message.sender, sentAt: message.sent_at, day: null, isFirstUnread: false }
  const notice = noticeOf(message)
  if (notice) return { ...placed, kind: 'notice', notice }
  if (isGone(message)) return { ...placed, kind: 'gone', message }
  if (isShake(message)) return { ...placed, kind: 'shake' }
  const run = { startsRun: true, endsRun: true }
  const words = { text: textOf(message) ?? '', style: styleOf(message.body), mentions: mentionsOf(message.body), inline: inlineOf(message.body) }
  const said = { ...words, sticker: stickerOf(message.body), burn: burnOf(message), images: imagesOf(message), pictures: [] }
  const voice = shownVoice(voiceOf(message))
  return { ...placed, ...run, ...said, voice, kind: 'text', answers: answeredBy(message), message, seq: message.seq, outgoing: null }
}

function outgoingRow(entry: Outgoing, me: number): TextRow {
  return {
    kind: 'text',
    key: entry.clientId,
    sender: me,
    sentAt: new Date(entry.writtenAt).toISOString(),
    day: null,
    isFirstUnread: false,
    text: entry.body.text,
    style: styleOf(entry.body),
    mentions: mentionsOf(entry.body),
    inline: entry.inline ?? [],
    sticker: stickerOf(entry.body),
    burn: null,
    images: [],
    pictures: picturesAbove(entry),
    voice: entry.voice ? { ...entry.voice, file: null, local: entry.pictures?.[0] ?? null } : null,
    answers: entry.body.reply_to ?? null,
    message: null,
    seq: null,
    outgoing: entry,
    startsRun: true,
    endsRun: true,
  }
}

function markDays(rows: readonly Row[]): void {
  let day = ''
  for (const row of rows) {
    const its = new Date(row.sentAt).toDateString()
    if (its !== day) row.day = row.sentAt
    day = its
  }
}

function markRuns(rows: readonly Row[]): void {
  rows.forEach((row, index) => {
    const before = rows[index - 1]
    if (before?.kind !== 'text' || row.kind !== 'text' || !goTogether(before, row)) return
    before.endsRun = false
    row.startsRun = false
  })
}

function goTogether(one: TextRow, next: TextRow): boolean {
  if (next.day !== null || next.isFirstUnread || one.sender !== next.sender) return false
  return Date.parse(next.sentAt) - Date.parse(one.sentAt) <= RUN_MS
}
