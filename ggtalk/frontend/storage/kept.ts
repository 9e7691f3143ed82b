import { watch } from 'vue'
import { defineTable } from '.'
import type { Key, Table } from './table'

interface KeptRow {
  key: Key
  value: unknown
}

/** A list of a module that is kept in the browser, to begin with where the server is not reached. */
export interface KeptList {
  readonly table: Table<KeptRow>
  /** what it holds now; an entry that changed is another object */
  readonly read: () => ReadonlyMap<Key, unknown>
  readonly restore: (kept: ReadonlyMap<Key, unknown>) => void
}

/** Changes are written down so much later, together. */
const WRITE_AFTER_MS = 1_000

/** Declares such a list; the module names it under `kept`. `name`: `<module>.kept_<plural noun>`. Entries must be plain. */
export function defineKept<Id extends Key, Value>(
  name: string,
  read: () => ReadonlyMap<Id, Value>,
  restore: (kept: ReadonlyMap<Id, Value>) => void,
): KeptList {
  return { table: defineTable<KeptRow>(name, 'key'), read, restore: (kept) => restore(kept as ReadonlyMap<Id, Value>) }
}

/** Keeps lists while somebody is signed in. */
export class ListKeeper {
  private stops: (() => void)[] = []
  private readonly timers = new Map<KeptList, ReturnType<typeof setTimeout>>()
  /** what the rows hold, as far as this page has written or read them */
  private readonly written = new Map<KeptList, ReadonlyMap<Key, unknown>>()
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly lists: readonly KeptList[]) {}

  /** Gives the lists what was kept of them. */
  async restore(): Promise<void> {
    await Promise.all(
      this.lists.map(async (list) => {
        const kept = new Map((await list.table.all()).map(({ key, value }) => [key, value]))
        this.written.set(list, kept)
        list.restore(kept)
      }),
    )
  }

  /** Writes down what changes, as long as the lists are those of the server. */
  start(areFresh: () => boolean): void {
    for (const list of this.lists) {
      const later = (): void => {
        if (!areFresh() || this.timers.has(list)) return
        this.timers.set(list, setTimeout(() => this.writeNext(list), WRITE_AFTER_MS))
      }
      this.stops.push(watch([() => new Map(list.read()), areFresh], later, { immediate: true }))
    }
  }

  stop(): void {
    for (const stop of this.stops) stop()
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.stops = []
    this.timers.clear()
  }

  /** Nothing is kept any more. */
  async clear(): Promise<void> {
    this.stop()
    await this.writing
    await Promise.all(this.lists.map(({ table }) => table.clear()))
  }

  private writeNext(list: KeptList): void {
    this.writing = this.writing.then(() => this.write(list))
  }

  private async write(list: KeptList): Promise<void> {
    this.timers.delete(list)
    const now = new Map(list.read())
    const before = this.written.get(list) ?? new Map((await list.table.all()).map(({ key }) => [key, undefined]))
    this.written.set(list, now)
    await list.table.putSpare([...now].filter(([key, value]) => before.get(key) !== value).map(([key, value]) => ({ key, value })))
    await list.table.deleteAll([...before.keys()].filter((key) => !now.has(key)))
  }
}
