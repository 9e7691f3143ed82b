import type { Schemas } from '@ggtalk/realtime/types'
import type { Message, OutgoingBody } from '../types'

/** Who is meant at a place of a text: a user or all; `start` and `length` in code points. */
export type Mention = Schemas['Mention']

export const MOST_MENTIONS = 50
/** So many unread messages that mention me are told of one conversation. */
export const MOST_UNREAD = 100

/** The mentions of a body, in the order of its text. */
export function mentionsOf(body: Message['body'] | OutgoingBody): readonly Mention[] {
  return (body as { mentions?: Mention[] }).mentions ?? []
}

/** Whether somebody else's message means this user, by name or with all. */
export function means(message: Message, me: number): boolean {
  return message.sender !== me && mentionsOf(message.body).some(({ user, all }) => all === true || user === me)
}
