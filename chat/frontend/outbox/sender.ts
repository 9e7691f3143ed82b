import { isRefusedForGood, type ApiError } from '@ggtalk/api/errors'
import { backoffMs } from '@ggtalk/realtime/backoff'
import type { OutboxEntry, Outgoing } from './entries'
import type { OutboxQueue } from './queue'

/** So many are on the way at once; the server answers in batches, and a backlog of days must not flood it. */
const MOST_TRAVELLING = 32

export interface SenderLink {
  /** sends one; throws what `isRefusedForGood` tells apart */
  send: (entry: OutboxEntry) => Promise<{ seq: number }>
  /** whether everything missed is applied and the line stands */
  isLive: () => boolean
  /** runs this while no other window of the same user sends */
  alone: (work: () => Promise<void>) => Promise<void>
  /** reads what is kept into the queue: another window may have written or sent meanwhile */
  takeUp: () => Promise<void>
  stored: (clientId: string, seq: number) => Promise<void>
  refused: (clientId: string, refusal: ApiError) => Promise<void>
  changed: () => void
}

/** Sends what waits, in order, whenever the line stands: many at once, and only from one window at a time. */
export class OutboxSender {
  private running = false
  private rounds: Promise<void> = Promise.resolve()
  private woken = false
  private signal: () => void = () => undefined
  /** how often the server has failed at each message since the line stands */
  private readonly failures = new Map<string, number>()
  /** conversations in which it failed: until these end, nothing more is sent there, and what follows stays in order */
  private readonly rests = new Map<number, ReturnType<typeof setTimeout>>()

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

  /** The same, over a new line: what failed over the one before says nothing. */
  startAfresh(): Promise<void> {
    for (const rest of this.rests.values()) clearTimeout(rest)
    this.rests.clear()
    this.failures.clear()
    return this.wake()
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
      for (const entry of this.queue.ready(MOST_TRAVELLING, this.rests)) void this.carry(entry)
      if (this.queue.travelling === 0 && this.rests.size === 0) return
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

  private async failed({ clientId, conversation }: Outgoing, failure: unknown): Promise<void> {
    if (isRefusedForGood(failure)) {
      this.failures.delete(clientId)
      await this.link.refused(clientId, failure)
    } else if (this.link.isLive()) {
      this.rest(clientId, conversation)
      this.queue.postponed(clientId)
      await this.link.takeUp() // another window may have given it up
    } else this.queue.interrupted(clientId)
  }

  /** Leaves the server alone with this conversation for a while, the longer the more often it failed. */
  private rest(clientId: string, conversation: number): void {
    const failures = this.failures.get(clientId) ?? 0
    this.failures.set(clientId, failures + 1)
    if (this.rests.has(conversation)) return
    const end = (): void => {
      this.rests.delete(conversation)
      this.signal()
    }
    this.rests.set(conversation, setTimeout(end, backoffMs(failures, this.random())))
  }

  private somethingHappens(): Promise<void> {
    return new Promise((resolve) => (this.signal = resolve))
  }
}
