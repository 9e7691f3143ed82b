import type { Outgoing } from '../outbox/entries'
import type { Conversation } from '../types'

/** Whether it has a place in the list of recent ones. */
export function isListed(conversation: Conversation, isOpen: boolean, draft: string, outgoing: readonly Outgoing[]): boolean {
  if (isOpen || outgoing.length > 0) return true
  if (conversation.own.hidden) return false
  return conversation.last_message !== null || conversation.own.pinned || draft !== ''
}

/** When something last happened in it, as ms since 1970. */
export function lastActivity(conversation: Conversation, outgoing: readonly Outgoing[]): number {
  const said = conversation.last_message ? Date.parse(conversation.last_message.sent_at) : 0
  return Math.max(said, outgoing.at(-1)?.writtenAt ?? 0)
}

/** Pinned ones first, then the last active. */
export function inOrder<Entry extends { conversation: Conversation; activity: number }>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => {
    if (a.conversation.own.pinned !== b.conversation.own.pinned) return a.conversation.own.pinned ? -1 : 1
    return b.activity - a.activity || b.conversation.id - a.conversation.id
  })
}
