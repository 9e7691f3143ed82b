import { NetworkError } from '../api/errors'
import type { LoadReason, ModuleDefinition } from '../module'
import { backoffMs } from './backoff'
import { StreamBook } from './streams'
import type { CommandPayload, CommandReply, EventFrame, EventHandlers, Hello } from './types'

/** A frame out of order is usually overtaken by the missing one within this time. */
const HOLE_PATIENCE_MS = 200
const SYNC_TRIES = 3

export interface FollowerLink {
  sync: (payload: CommandPayload<'sync'>) => Promise<CommandReply<'sync'>>
  /** everything missed has been applied */
  onLive: () => void
}

/** Keeps modules true to their streams: fresh lists first, then every event once and in order, over any number of lines. */
export class Follower {
  private readonly book = new StreamBook()
  /** frames that wait until fresh lists are in; null when events are applied at once */
  private waiting: EventFrame[] | null = null
  private loading: Promise<void> | null = null
  /** changes with each line, so that answers of an old one are recognised */
  private turn = 0
  /** the highest number of each stream that the server has named */
  private heads: Record<string, number> = {}
  private stopped = false
  private holeTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly modules: readonly ModuleDefinition[],
    private readonly link: FollowerLink,
    private readonly random: () => number = Math.random,
  ) {}

  /** A new line stands. */
  async greet(hello: Hello): Promise<void> {
    this.turn += 1
    const turn = this.turn
    this.heads = { ...hello.streams }
    if (this.loading) await this.catchUp(this.book.cursors())
    else {
      this.book.start(hello.streams)
      this.reload({ kind: 'start' })
    }
    await this.loaded()
    if (turn === this.turn && !this.stopped) this.link.onLive()
  }

  take(frame: EventFrame): void {
    for (const ready of this.book.accept(frame)) this.apply(ready)
    if (this.holeTimer !== undefined || this.book.holes().length === 0) return
    this.holeTimer = setTimeout(() => {
      this.holeTimer = undefined
      const holes = this.book.holes()
      if (holes.length > 0) void this.catchUp(this.book.cursors(holes))
    }, HOLE_PATIENCE_MS)
  }

  follow(stream: string, head: number): void {
    if (this.book.follow(stream, head)) void this.catchUp({ [stream]: head })
  }

  unfollow(stream: string): void {
    this.book.unfollow(stream)
  }

  /** Loads fresh lists after those that are being loaded now; events wait meanwhile. */
  reload(reason: LoadReason): void {
    const before = this.loading ?? Promise.resolve()
    const mine = before.then(() => this.loadAll(reason)).then(() => {
      if (this.loading === mine) this.release()
    })
    this.waiting ??= []
    this.loading = mine
  }

  /** The line is gone; what was loaded stays and the next line continues from here. */
  pause(): void {
    this.turn += 1
    clearTimeout(this.holeTimer)
    this.holeTimer = undefined
  }

  stop(): void {
    this.pause()
    this.stopped = true
  }

  /** Asks for what these streams lack until nothing is missing; what can't be had is loaded afresh. */
  private async catchUp(from: Record<string, number>): Promise<void> {
    const turn = this.turn
    let cursors = from
    for (let tries = 0; tries < SYNC_TRIES && Object.keys(cursors).length > 0; tries += 1) {
      try {
        const reply = await this.link.sync({ cursors })
        Object.assign(this.heads, reply.streams)
        const outcome = this.book.settle(reply)
        if (outcome.reset.length > 0) this.reload({ kind: 'reset', streams: outcome.reset })
        cursors = this.book.cursors(outcome.missing)
      } catch (failure) {
        // without a line there is nobody to ask; the next one begins by asking for everything
        if (turn !== this.turn || (failure instanceof NetworkError && failure.code === 'line_dropped')) return
      }
    }
    if (Object.keys(cursors).length > 0) this.giveUp(cursors)
  }

  private giveUp(cursors: Record<string, number>): void {
    for (const [name, cursor] of Object.entries(cursors)) this.book.jump(name, this.heads[name] ?? cursor)
    this.reload({ kind: 'reset', streams: Object.keys(cursors) })
  }

  private async loadAll(reason: LoadReason): Promise<void> {
    await Promise.all(this.modules.map((module) => this.loadUntilDone(module, reason)))
  }

  private async loadUntilDone(module: ModuleDefinition, reason: LoadReason): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt += 1) {
      try {
        await module.load?.(reason)
        return
      } catch {
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt + 1, this.random())))
      }
    }
  }

  /** Waits for the last of the loads that were asked for so far. */
  private async loaded(): Promise<void> {
    let last: Promise<void> | null = null
    while (last !== this.loading) {
      last = this.loading
      await last
    }
  }

  private release(): void {
    const frames = this.waiting ?? []
    this.waiting = null
    for (const frame of frames) this.apply(frame)
  }

  private apply(frame: EventFrame): void {
    if (this.stopped) return
    if (this.waiting) this.waiting.push(frame)
    else for (const module of this.modules) handle(module.events, frame)
  }
}

/** One module's failure must not keep the event from the others, nor the next event from this one. */
function handle(handlers: EventHandlers | undefined, frame: EventFrame): void {
  const handler = handlers?.[frame.type as keyof EventHandlers] as
    ((payload: unknown, frame: EventFrame) => void) | undefined
  try {
    handler?.(frame.payload, frame)
  } catch (failure) {
    reportError(failure)
  }
}
