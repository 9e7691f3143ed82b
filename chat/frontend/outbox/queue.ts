import type { OutboxEntry, Outgoing, Refusal } from './entries'

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
    this.entries = [...mine, ...[...kept.values()].map(fresh)].sort((a, b) => a.writtenAt - b.writtenAt)
  }

  /**
   * What may be sent now, in order; at most so many travel at once. Pictures take their time: what was written after them
   * waits for them, so that it is not read before.
   */
  ready(most: number): Outgoing[] {
    const held = new Set<number>()
    const ready: Outgoing[] = []
    for (const entry of this.entries) {
      if (entry.progress === 'waiting' && !held.has(entry.conversation)) ready.push(entry)
      if (entry.pictures && entry.progress !== 'stored' && entry.progress !== 'refused') held.add(entry.conversation)
    }
    return ready.slice(0, Math.max(0, most - this.travelling))
  }

  kept(clientId: string): void {
    if (this.find(clientId)?.progress === 'unkept') this.change(clientId, { progress: 'waiting' })
  }

  travels(clientId: string): void {
    this.change(clientId, { progress: 'travelling' })
  }

  /** Nobody knows what became of it: it will be sent again. */
  interrupted(clientId: string): void {
    if (this.find(clientId)?.progress === 'travelling') this.change(clientId, { progress: 'waiting' })
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

  private change(clientId: string, what: Partial<Outgoing>): void {
    this.entries = this.entries.map((entry) => (entry.clientId === clientId ? { ...entry, ...what } : entry))
  }
}

function fresh(entry: OutboxEntry): Outgoing {
  return { ...entry, progress: entry.refusal ? 'refused' : 'waiting', seq: null }
}
