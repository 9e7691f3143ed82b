import { ApiError, isRefusedForGood } from '@ggtalk/api/errors'
import { defineTable } from '@ggtalk/storage'
import { localsIn, type WrittenObject } from '../inline/inline'
import type { OutgoingBody } from '../types'

/** Why the server did not take a message. */
export interface Refusal {
  code: string
  detail: string
  /** HTTP status; 0 for a command over the socket. Earlier versions did not keep it */
  status?: number
}

/** A kept refusal as it was thrown. */
export function thrownAs({ code, detail, status = 0 }: Refusal): ApiError {
  return new ApiError(code, detail, {}, null, status)
}

/** What is known of a voice before the server has it. `peaks`: loudnesses from 0 to 100, evenly over its length. */
export interface SpokenVoice {
  duration_ms: number
  peaks: readonly number[]
}

/** A message on its way to the server, as it is kept in the browser. */
export interface OutboxEntry {
  /** made here, unique for ever: what is sent twice is stored once */
  clientId: string
  conversation: number
  /** as it is sent, but for the numbers of the pictures that are not uploaded yet */
  body: OutgoingBody
  /** ids of the pictures here that go with it, in order */
  pictures?: readonly string[]
  /** what stands between its words, those of `pictures` that do among it; the others stand above */
  inline?: readonly WrittenObject[]
  /** it is a voice: the one that `pictures` names */
  voice?: SpokenVoice
  /** ms since 1970, and greater than that of every entry written before: the order of sending */
  writtenAt: number
  /** null while it waits or travels */
  refusal: Refusal | null
}

/**
 * unkept: being written into the browser's storage. waiting: not sent yet, or nobody knows what became of it. stored: the
 * server has it, its event is on the way. postponed: waiting, since the server could not take it just now.
 */
export type Progress = 'unkept' | 'waiting' | 'travelling' | 'postponed' | 'stored' | 'refused'

/** An entry and how far it is. */
export interface Outgoing extends OutboxEntry {
  progress: Progress
  /** its number in the conversation, once it is stored */
  seq: number | null
}

/** Whether it can be taken back here. What travels may arrive all the same. */
export function canBeGivenUp({ progress }: Outgoing): boolean {
  return progress !== 'unkept' && progress !== 'stored'
}

/** Whether it rests until somebody or something tries again. */
export function canBeTried({ progress }: Outgoing): boolean {
  return progress === 'refused' || progress === 'postponed'
}

/** Rows of earlier versions held a text alone. */
type KeptEntry = Omit<OutboxEntry, 'body'> & ({ body: OutgoingBody } | { text: string })

/** A row as it was kept by whatever version, as this one understands it. Earlier ones gave up where the server only failed. */
export function understood(row: KeptEntry): OutboxEntry {
  const refusal = row.refusal && isRefusedForGood(thrownAs(row.refusal)) ? row.refusal : null
  if ('body' in row) return { ...row, refusal }
  const { text, ...entry } = row
  return { ...entry, body: { text }, refusal }
}

/** What is kept of one. */
export function keptOf({ clientId, conversation, body, pictures, inline, voice, writtenAt, refusal }: OutboxEntry): OutboxEntry {
  const held = { ...(pictures && { pictures: [...pictures] }), ...(inline && { inline: [...inline] }), ...(voice && { voice }) }
  return { clientId, conversation, body, ...held, writtenAt, refusal }
}

/** Ids of the pictures that stand above the words of one. */
export function picturesAbove({ pictures = [], inline = [], voice }: Pick<OutboxEntry, 'pictures' | 'inline' | 'voice'>): readonly string[] {
  const placed = new Set(localsIn(inline))
  return voice ? [] : pictures.filter((id) => !placed.has(id))
}

export const outboxTable = defineTable<KeptEntry>('chat.outbox', 'clientId', [], 'strict')
