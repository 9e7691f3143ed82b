/** Of what somebody wants to be told in a conversation: badges, the rail, shakes and notifications all ask here. */
import type { Conversation, OwnState } from '../types'

export type Notify = OwnState['notify']

/** Whether something said there asks for attention; `mentioned`: it means the reader by name. */
export function asksForAttention({ notify }: Pick<OwnState, 'notify'>, mentioned: boolean): boolean {
  return notify === 'all' || (notify === 'mentions' && mentioned)
}

/** Whether what waits there is shown without asking for attention. */
export function waitsQuietly({ own, mentions }: Conversation): boolean {
  return !asksForAttention(own, mentions.length > 0)
}

/** How much the rail counts: nothing of what was taken off the list, and only what asks for attention. */
export function waitingIn({ own, mentions }: Conversation): number {
  if (own.hidden || own.notify === 'nothing') return 0
  if (own.notify === 'mentions') return mentions.length
  return own.unread > 0 ? own.unread : own.marked_unread ? 1 : 0
}
