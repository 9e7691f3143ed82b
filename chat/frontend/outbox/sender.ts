import { ApiError } from '@ggtalk/api/errors'
import { backoffMs } from '@ggtalk/realtime/backoff'
import type { OutboxEntry, Outgoing, Refusal } from './entries'
import type { OutboxQueue } from './queue'

/** So many are on the way at once; the server answers in batches, and a backlog of days must not flood it. */
const MOST_TRAVELLING = 32
/** A server that fails this often at one message will not take it: the person decides. */
const MOST_TRIES = 6
/** The server failed or is busy; the message itself was not refused. */
const PASSING = new Set(['server_error', 'throttled', 'upload_failed'])

export interface SenderLink {
  /** sends one; throws ApiError when it is refused, anything else when nobody knows */
  send: (entry: OutboxEntry) => Promise<{ seq: number }>
  /** whether everything missed is applied and the line stands */
  isLive: () => boolean
  /** runs this while no other window of the same user sends */
  alone: (work: () => Promise<void>) => Promise<void>
  /** reads what is kept into the queue: another window may have written or sent meanwhile */
  takeUp: () => Promise<void>
  stored: (clientId: string, seq: number) => Promise<void>
  refused: (clientId: string, refusal: Refusal) => Promise<void>
  changed: () => void
}

/** Sends what waits, in order, whenever the line stands: many at once, and only from one window at a time. */
export class OutboxSender {
  private running = false
  private rounds: Promise<void> = Promise.resolve()
  private woken = false
  private signal: () => void = () => undefined
  private readonly failures = new Map<string, number>()
  /** until then a server that failed is left alone */
  private pause: Promise<void> | null = null

  constructor(
    private readonly queue: OutboxQueue,
    private readonly link: SenderLink,
    private readonly random: () => number = Math.random,
  ) {}

  /** Something may be ready to be sent. Resolves when nothing is, or the line is gone. */
  wake(): Promise<void> {
    this.woken = true
    this.signal()
    if (!this.running) this.rounds = this.run()
    return this.rounds
  }

  private async run(): Promise<void> {
    this.running = true
    try {
      while (this.woken && this.link.isLive() && this.queue.ready(1).length > 0) {
        this.woken = false
        await this.link.alone(() => this.round())
      }
    } finally {
      this.running = false
    }
  }

  private async round(): Promise<void> {
    await this.link.takeUp()
    while (this.link.isLive()) {
      const batch = this.pause ? [] : this.queue.ready(MOST_TRAVELLING)
      for (const entry of batch) void this.carry(entry)
      if (this.queue.travelling === 0 && !this.pause) return
      await this.somethingHappens()
    }
  }

  private async carry(entry: Outgoing): Promise<void> {
    this.queue.travels(entry.clientId)
    this.link.changed()
    try {
      const { seq } = await this.link.send(entry)
      this.failures.delete(entry.clientId)
      await this.link.stored(entry.clientId, seq)
    } catch (failure) {
      await this.failed(entry, failure)
    }
    this.link.changed()
    this.signal()
  }

  private async failed(entry: Outgoing, failure: unknown): Promise<void> {
    if (failure instanceof ApiError && !this.passes(entry, failure)) {
      await this.link.refused(entry.clientId, { code: failure.code, detail: failure.detail })
      return
    }
    if (failure instanceof ApiError) this.waitBeforeMore(entry.clientId)
    this.queue.interrupted(entry.clientId)
  }

  /** Whether trying again may help. */
  private passes(entry: Outgoing, failure: ApiError): boolean {
    const tries = (this.failures.get(entry.clientId) ?? 0) + 1
    const again = PASSING.has(failure.code) && tries < MOST_TRIES
    if (again) this.failures.set(entry.clientId, tries)
    else this.failures.delete(entry.clientId)
    return again
  }

  private waitBeforeMore(clientId: string): void {
    const tries = this.failures.get(clientId) ?? 1
    this.pause ??= new Promise<void>((resolve) => setTimeout(resolve, backoffMs(tries, this.random()))).then(() => {
      this.pause = null
      this.signal()
    })
  }

  private somethingHappens(): Promise<void> {
    return new Promise((resolve) => (this.signal = resolve))
  }
}
