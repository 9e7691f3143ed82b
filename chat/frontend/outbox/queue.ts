import type { OutboxEntry, Outgoing, Refusal } from './entries'

const NONE = new Set<number>()

/**
 * What is on its way to the server, in the order of writing. Plain bookkeeping: keeping it in the browser and sending it
 * is its owner's work.
 */
export class OutboxQueue {
  private entries: readonly Outgoing[] = []
  /** dealt with here: a row read before it was deleted must not bring it back */
  private readonly removed = new Set<string>()

  /** Everything, in the order of writing. A new array after each change. */
  get all(): readonly Outgoing[] {
    return this.entries
  }

  get travelling(): number {
    return this.entries.filter((entry) => entry.progress === 'travelling').length
  }

  find(clientId: string): Outgoing | undefined {
    return this.entries.find((entry) => entry.clientId === clientId)
  }

  /** A time for the next entry that is later than that of every entry here, whatever the clock says. */
  nextTime(now: number): number {
    return Math.max(now, (this.entries.at(-1)?.writtenAt ?? 0) + 1)
  }

  /** A new one, which waits as soon as it is `kept`. */
  add(entry: OutboxEntry): void {
    this.removed.delete(entry.clientId)
    this.entries = [...this.entries, { ...fresh(entry), progress: 'unkept' as const }].sort((a, b) => a.writtenAt - b.writtenAt)
  }

  /**
   * Takes up what is kept in the browser: rows of another window appear, rows it has dealt with go. What travels or is
   * stored is known better here; so is what is being kept just now.
   */
  takeUp(rows: readonly OutboxEntry[]): void {
    const kept = new Map(rows.filter((row) => !this.removed.has(row.clientId)).map((row) => [row.clientId, row]))
    const mine = this.entries.filter(({ progress }) => progress === 'unkept' || progress === 'travelling' || progress === 'stored')
    for (const entry of mine) kept.delete(entry.clientId)
    this.entries = [...mine, ...[...kept.values()].map((row) => this.postponedAs(row) ?? fresh(row))].sort((a, b) => a.writtenAt - b.writtenAt)
  }

  /**
   * What may be sent now, in order; at most so many travel at once. Pictures take their time: what was written after them
   * waits for them, so that it is not read before. `resting`: conversations in which nothing is sent now.
   */
  ready(most: number, resting: { keys: () => Iterable<number> } = NONE): Outgoing[] {
    const held = new Set(resting.keys())
    const ready: Outgoing[] = []
    for (const entry of this.entries) {
      if (isToBeSent(entry) && !held.has(entry.conversation)) ready.push(entry)
      if (entry.pictures && entry.progress !== 'stored' && entry.progress !== 'refused') held.add(entry.conversation)
    }
    return ready.slice(0, Math.max(0, most - this.travelling))
  }

  kept(clientId: string): void {
    const entry = this.find(clientId)
    if (entry?.progress !== 'unkept') return
    const rests = this.entries.some(({ conversation, progress }) => conversation === entry.conversation && progress === 'postponed')
    this.change(clientId, { progress: rests ? 'postponed' : 'waiting' })
  }

  travels(clientId: string): void {
    this.change(clientId, { progress: 'travelling' })
  }

  /** Nobody knows what became of it: it will be sent again. */
  interrupted(clientId: string): void {
    if (this.find(clientId)?.progress === 'travelling') this.change(clientId, { progress: 'waiting' })
  }

  /** The server could not take it just now: it will be sent again, and what waits behind it later. */
  postponed(clientId: string): void {
    this.interrupted(clientId)
    const at = this.find(clientId)?.conversation
    this.entries = this.entries.map((entry) =>
      entry.conversation === at && entry.progress === 'waiting' ? { ...entry, progress: 'postponed' as const } : entry,
    )
  }

  stored(clientId: string, seq: number): void {
    this.change(clientId, { progress: 'stored', seq })
  }

  refused(clientId: string, refusal: Refusal): void {
    this.change(clientId, { progress: 'refused', refusal })
  }

  remove(clientId: string): void {
    this.removed.add(clientId)
    this.entries = this.entries.filter((entry) => entry.clientId !== clientId)
  }

  /** Drops what is stored and stands in the conversation as it was loaded afresh, up to its last number. */
  removeStored(conversation: number, head: number): void {
    this.entries = this.entries.filter(
      (entry) => entry.conversation !== conversation || entry.progress !== 'stored' || (entry.seq ?? 0) > head,
    )
  }

  private postponedAs({ clientId, refusal }: OutboxEntry): Outgoing | undefined {
    const entry = this.find(clientId)
    return entry?.progress === 'postponed' && refusal === null ? entry : undefined
  }

  private change(clientId: string, what: Partial<Outgoing>): void {
    this.entries = this.entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...what } : entry))
  }
}

function isToBeSent({ progress }: Outgoing): boolean {
  return progress === 'waiting' || progress === 'postponed'
}

function fresh(entry: OutboxEntry): Outgoing {
  return { ...entry, progress: entry.refusal ? 'refused' : 'waiting', seq: null }
}
