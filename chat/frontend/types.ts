/** What chat calls the things on the wire; their shapes are the generated schema's. */
import type { StoredFile, StoredVoice } from '@files'
import type { Schemas } from '@ggtalk/realtime/types'

export type Conversation = Schemas['ConversationData']
export type OwnState = Schemas['OwnStateData']
export type Message = Schemas['MessageData']
/** How its writer wrote a text. */
export type TextStyle = Schemas['TextStyle']
/** What is said in one message, as it is sent. */
export type OutgoingBody = Schemas['OutgoingBody']
/** What is said otherwise by an edit. */
export type Wording = Schemas['Wording']
export type Pin = Schemas['PinData']
/** Messages from elsewhere, merged into one. */
export type ForwardedCard = Schemas['ForwardedData']
/** One of them. */
export type ForwardedItem = Schemas['ForwardedItem']
export type Notice = Schemas['NoticeData']
export type SearchHit = Omit<Schemas['SearchHitData'], 'marks'> & { marks: readonly number[][] }
export type SearchPage = Omit<Schemas['SearchData'], 'hits'> & { hits: SearchHit[] }
export type Days = Schemas['DaysData']

/** What somebody wrote; null for a line of the server's. */
export function textOf(message: Pick<Message, 'body'>): string | null {
  return (message.body as { text?: string }).text ?? null
}

/** Whether its sender has taken it back. */
export function isRecalled(message: Message): boolean {
  return (message.body as { recalled?: boolean }).recalled === true
}

/** The cover of what burns after reading. */
export type Burn = Schemas['BurnData']

/** The cover that a message is; null where it is none. */
export function burnOf(message: Pick<Message, 'body'>): Burn | null {
  return (message.body as { burn?: Burn }).burn ?? null
}

/** Whether it was to be read once, and was. */
export function isBurnt(message: Message): boolean {
  return (message.body as { burnt?: boolean }).burnt === true
}

/** Whether nothing is left of what a message said. */
export function isGone(message: Message): boolean {
  return isRecalled(message) || isBurnt(message)
}

/** Of two states of one message the later. */
export function laterOf(held: Message, told: Message): Message {
  return (told.changed_seq ?? 0) >= (held.changed_seq ?? 0) ? told : held
}

/** The message that this one answers, by id; null where it answers none. */
export function answeredBy(message: Message): number | null {
  return (message.body as { reply_to?: number }).reply_to ?? null
}

/** How a text was written; null where its writer chose nothing. */
export function styleOf(body: Message['body'] | OutgoingBody): TextStyle | null {
  return (body as { style?: TextStyle }).style ?? null
}

/** Whether a message is a shake of the window. */
export function isShake(message: Message): boolean {
  return (message.body as { shake?: boolean }).shake === true
}

/** Whether a message is a line between what people write. */
export function isLine(message: Message): boolean {
  return isShake(message) || isGone(message) || noticeOf(message) !== null
}

/** The pictures that a message shows above its words. */
export function imagesOf(message: Pick<Message, 'body'>): StoredFile[] {
  return (message.body as { images?: StoredFile[] }).images ?? []
}

/** The card that a message is; null where it is none. */
export function cardOf(message: Message): ForwardedCard | null {
  return (message.body as { forwarded?: ForwardedCard }).forwarded ?? null
}

/** What is behind the first link of a text. */
export type LinkPreview = Schemas['LinkPreview']

/** What is behind the link of a message; null where nothing is shown. */
export function previewOf(message: Message): LinkPreview | null {
  return (message.body as { preview?: LinkPreview }).preview ?? null
}

/** A built-in one by its name, or a picture of somebody's own; by its id while it is on its way. */
export type Sticker = string | StoredFile | number

/** The sticker that a body is; null where it is none. */
export function stickerOf(body: Message['body'] | OutgoingBody): Sticker | null {
  return (body as { sticker?: Sticker }).sticker ?? null
}

/** The voice that a message lets be heard; null where it holds none. */
export function voiceOf(message: Pick<Message, 'body'>): StoredVoice | null {
  return (message.body as { voice?: StoredVoice }).voice ?? null
}

/** What the server says about the conversation; null for what somebody wrote. */
export function noticeOf(message: Message): Notice | null {
  return (message.body as { notice?: Notice }).notice ?? null
}
