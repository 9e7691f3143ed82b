import type { EventFrame } from './types'

/** More than this is not worth holding: a sync brings it again. */
const HELD_FRAMES_LIMIT = 1_000

interface Stream {
  /** number of the last event applied */
  cursor: number
  /** frames that came before their turn, by number */
  held: Map<number, EventFrame>
}

export interface SyncReply {
  streams: Record<string, number>
  reset: string[]
  gone: string[]
}

export interface SyncOutcome {
  /** streams that must be loaded afresh; they already stand at the server's number */
  reset: string[]
  /** streams that still lack events and must be asked for again */
  missing: string[]
}

/**
 * Remembers how far each stream has been applied, and puts frames in order.
 * Plain bookkeeping: when to ask for what is missing, and over what, is decided by its owner.
 */
export class StreamBook {
  private readonly streams = new Map<string, Stream>()

  /** Follows exactly these streams from these numbers on. */
  start(heads: Readonly<Record<string, number>>): void {
    this.streams.clear()
    for (const [name, head] of Object.entries(heads)) this.follow(name, head)
  }

  /** Follows one more stream. A stream already followed keeps its place. Tells whether it is new. */
  follow(name: string, head: number): boolean {
    if (this.streams.has(name)) return false
    this.streams.set(name, { cursor: head, held: new Map() })
    return true
  }

  unfollow(name: string): void {
    this.streams.delete(name)
  }

  /** Where each stream stands, as `sync` wants it. */
  cursors(names: Iterable<string> = this.streams.keys()): Record<string, number> {
    const cursors: Record<string, number> = {}
    for (const name of names) {
      const stream = this.streams.get(name)
      if (stream) cursors[name] = stream.cursor
    }
    return cursors
  }

  /** Takes a frame in and gives back the frames whose turn it is now, in order: none, this one, or this one and held ones. */
  accept(frame: EventFrame): EventFrame[] {
    const stream = this.streams.get(frame.stream)
    if (!stream) return []
    if (frame.seq === null) return [frame]
    if (frame.seq <= stream.cursor) return []
    if (stream.held.size < HELD_FRAMES_LIMIT || frame.seq === stream.cursor + 1) stream.held.set(frame.seq, frame)
    return this.release(stream)
  }

  /** Streams in which later frames wait for a missing one. */
  holes(): string[] {
    return [...this.streams].filter(([, stream]) => stream.held.size > 0).map(([name]) => name)
  }

  /** Takes in the answer to a `sync`; the missing events themselves came before it through `accept`. */
  settle(reply: SyncReply): SyncOutcome {
    for (const name of reply.gone) this.unfollow(name)
    const reset = reply.reset.filter((name) => this.streams.has(name))
    for (const name of reset) this.jump(name, reply.streams[name] ?? 0)
    const missing = Object.entries(reply.streams)
      .filter(([name, head]) => (this.streams.get(name)?.cursor ?? head) < head)
      .map(([name]) => name)
    return { reset, missing }
  }

  /** Gives up what lies between: the stream stands at the server's number from now on, also where that is a lower one. */
  jump(name: string, head: number): void {
    const stream = this.streams.get(name)
    if (!stream) return
    stream.cursor = head
    stream.held.clear()
  }

  private release(stream: Stream): EventFrame[] {
    const ready: EventFrame[] = []
    for (;;) {
      const next = stream.held.get(stream.cursor + 1)
      if (!next) return ready
      stream.held.delete(stream.cursor + 1)
      stream.cursor += 1
      ready.push(next)
    }
  }
}
