import type { EventFrame, Hello, ReplyFrame } from './types'

export type Frame =
  | { kind: 'hello'; hello: Hello }
  | { kind: 'event'; event: EventFrame }
  | { kind: 'reply'; reply: ReplyFrame }
  | { kind: 'unknown' }

/** Recognises a text frame from the server by its outer shape; the payload is the server's word. */
export function frameOf(data: unknown): Frame {
  const frame = parsed(data)
  if (frame === null) return { kind: 'unknown' }
  if ('reply_to' in frame) return { kind: 'reply', reply: frame as unknown as ReplyFrame }
  if (typeof frame.stream === 'string' && typeof frame.type === 'string')
    return { kind: 'event', event: frame as unknown as EventFrame }
  if (frame.type === 'hello') return { kind: 'hello', hello: frame.payload as Hello }
  return { kind: 'unknown' }
}

function parsed(data: unknown): Record<string, unknown> | null {
  if (typeof data !== 'string') return null
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
