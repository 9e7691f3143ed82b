/**
 * The one place where names on the wire meet the generated schema. Its maps give each event, command and reply by its name,
 * so an event the server does not know can't be listened to.
 */
import type { components } from '../api/schema'

export type Schemas = components['schemas']

type Events = Schemas['EventMap'] & Schemas['TransientEventMap']
type Commands = Schemas['CommandMap']
type Replies = Schemas['ReplyMap']

export type EventName = keyof Events
export type EventPayload<Name extends EventName> = Events[Name]
export type CommandName = keyof Commands
export type CommandPayload<Name extends CommandName> = Commands[Name]
export type CommandReply<Name extends CommandName> = Replies[Name]

/** The first frame of a line; `streams` is every stream of the signed-in user with the number of its last event. */
export type Hello = Schemas['HelloPayload']

/** An event as it travels; `seq` is null for what is neither stored nor numbered. */
export interface EventFrame {
  stream: string
  seq: number | null
  type: string
  payload: unknown
}

export interface ReplyFrame {
  reply_to: number | null
  payload?: unknown
  error?: Schemas['ErrorData']
}

export type EventHandlers = {
  [Name in EventName]?: (payload: EventPayload<Name>, frame: EventFrame) => void
}
