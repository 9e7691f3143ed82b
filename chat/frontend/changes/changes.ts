import { attempt } from '@ggtalk/task'
import { useConnection } from '@ggtalk/realtime/connection'
import type { Message, Wording } from '../types'

/** What a message becomes is told by its event; here one only asks for it. Each tells whether the server agreed. */
export function editMessage(message: Message, body: Wording): Promise<boolean> {
  return attempt(useConnection().send('message.edit', { message: message.id, body }))
}

export function recallMessage(message: Message): Promise<boolean> {
  return attempt(useConnection().send('message.recall', { message: message.id }))
}

/** Adds my reaction, or takes it back. */
export function reactTo(message: Message, emoji: string, on: boolean): Promise<boolean> {
  return attempt(useConnection().send('message.react', { message: message.id, emoji, on }))
}

/** Whether this user reacts to a message with this emoji. */
export function reactsWith(message: Message, emoji: string, user: number): boolean {
  return message.reactions?.some((one) => one.emoji === emoji && one.users.includes(user)) ?? false
}

/** Shows no longer what is behind the link of a message of mine. */
export function removePreview(message: Message): Promise<boolean> {
  return attempt(useConnection().send('preview.remove', { message: message.id }))
}
