/**
 * How each event moves a conversation: the list as it was + the event = the list asked for afresh.
 * Streams overtake each other, so an own state may know of fewer messages than were already heard, or of more.
 */
import type { EventPayload } from '@ggtalk/realtime/types'
import { MOST_UNREAD, means } from '../mentions/mentions'
import { laterOf, type Conversation, type Message, type OwnState } from '../types'

/** Somebody, I too, said something. */
export function afterMessage(conversation: Conversation, message: Message, me: number): Conversation {
  const isNewer = message.seq > (conversation.last_message?.seq ?? 0)
  return {
    ...conversation,
    head: Math.max(conversation.head, message.seq),
    last_message: isNewer ? message : conversation.last_message,
    mentions: withMention(conversation, message, me),
    own: withMessage(conversation.own, message, me),
  }
}

/** A message of the conversation was edited, recalled or reacted to. */
export function afterChange(conversation: Conversation, message: Message, seq: number | null, me: number): Conversation {
  const last = conversation.last_message
  const isLast = last?.id === message.id
  const mentions = withMention(conversation, message, me)
  return afterEvent({ ...conversation, mentions, ...(isLast ? { last_message: laterOf(last, message) } : {}) }, seq)
}

/** A recall: what was taken back counts as unread no more. */
export interface Recall {
  /** number of the event */
  seq: number
  message: { seq: number; sender: number }
}

export function afterRecall(conversation: Conversation, recall: Recall, me: number): Conversation {
  return { ...conversation, own: withoutRecalled(conversation.own, [recall], me) }
}

function withoutRecalled(own: OwnState, recalls: readonly Recall[], me: number): OwnState {
  const later = recalls.filter(({ seq }) => seq > own.recall_seq)
  const unread = later.filter(({ message }) => message.sender !== me && message.seq > own.read_seq)
  if (later.length === 0) return own
  return { ...own, unread: own.unread - unread.length, recall_seq: Math.max(...later.map(({ seq }) => seq)) }
}

/** Any other event of the conversation's stream. */
export function afterEvent(conversation: Conversation, seq: number | null): Conversation {
  return seq !== null && seq > conversation.head ? { ...conversation, head: seq } : conversation
}

/** The other one of a direct conversation holds everything up to here. */
export function afterDelivered(conversation: Conversation, event: { user: number; seq: number }): Conversation {
  if (event.user !== conversation.peer?.id) return conversation
  return { ...conversation, peer_delivered_seq: Math.max(conversation.peer_delivered_seq, event.seq) }
}

/** The other one of a direct conversation has read everything up to here. */
export function afterRead(conversation: Conversation, event: { user: number; seq: number }): Conversation {
  if (event.user !== conversation.peer?.id) return conversation
  return { ...conversation, peer_read_seq: Math.max(conversation.peer_read_seq, event.seq) }
}

/** What was heard of a conversation so far: numbers of others' messages, and recalls. */
export interface Heard {
  messages: readonly number[]
  recalls: readonly Recall[]
}

/** My own view changed, on this client or another. */
export function afterOwnChange(conversation: Conversation, own: OwnState, heard: Heard, me: number): Conversation {
  const { last_seq } = conversation.own
  const later = heard.messages.filter((seq) => seq > own.last_seq && seq > own.read_seq)
  const counted = own.last_seq >= last_seq ? own : { ...own, last_seq, unread: own.unread + later.length, hidden: false }
  const mentions = conversation.mentions.filter((seq) => seq > own.read_seq)
  return { ...conversation, mentions, own: withoutRecalled(counted, heard.recalls, me) }
}

/** I have deleted messages for myself. `change`: what was heard of the one that is the last now, if anything. */
export function afterDeletion(
  conversation: Conversation, event: EventPayload<'message.deleted'>, heard: Heard, me: number, change?: Message,
): Conversation {
  const last = conversation.last_message
  const isGone = last !== null && event.messages.includes(last.id)
  const left = event.last_message && change ? laterOf(event.last_message, change) : event.last_message
  return afterOwnChange(isGone ? { ...conversation, last_message: left } : conversation, event.own, heard, me)
}

/** A group bears another name. */
export function afterRetitling(conversation: Conversation, title: string): Conversation {
  return { ...conversation, title }
}

/** A group has another picture. */
export function afterPicture(conversation: Conversation, avatar: string): Conversation {
  return { ...conversation, avatar }
}

/** I take part no longer; what was said until then stays, the group's picture does not. */
export function afterLeaving(conversation: Conversation): Conversation {
  return { ...conversation, avatar: '', own: { ...conversation.own, left: true } }
}

function withMessage(own: OwnState, message: Message, me: number): OwnState {
  if (message.seq <= own.last_seq) return own
  const isUnread = message.sender !== me && message.seq > own.read_seq
  return { ...own, last_seq: message.seq, unread: own.unread + (isUnread ? 1 : 0), hidden: false }
}

/** Whether a message, as it is told of, means me decides anew whether it counts; what I have read never does. */
function withMention({ mentions, own }: Conversation, message: Message, me: number): number[] {
  const others = mentions.filter((seq) => seq !== message.seq)
  if (message.seq <= own.read_seq || !means(message, me)) return others.length === mentions.length ? mentions : others
  return [...others, message.seq].sort((a, b) => a - b).slice(0, MOST_UNREAD)
}
