import { keyOf, type Key, type TableDefinition } from './table'

/** Rows kept only as long as the page lives: what the browser would not store. */
export class MemoryRows {
  private readonly tables = new Map<string, Map<Key, object>>()

  get(table: TableDefinition, key: Key): object | undefined {
    return this.tables.get(table.name)?.get(key)
  }

  put(table: TableDefinition, row: object): void {
    const rows = this.tables.get(table.name) ?? new Map<Key, object>()
    rows.set(keyOf(table, row), structuredClone(row))
    this.tables.set(table.name, rows)
  }

  delete(table: TableDefinition, key: Key): void {
    this.tables.get(table.name)?.delete(key)
  }

  clear(table: TableDefinition): void {
    this.tables.delete(table.name)
  }

  /** Stored rows with these rows in place of older ones, in the order of the key. */
  laidOver(table: TableDefinition, stored: readonly object[]): object[] {
    const own = this.tables.get(table.name)
    if (!own?.size) return [...stored]
    const rows = new Map(stored.map((row) => [keyOf(table, row), row]))
    for (const [key, row] of own) rows.set(key, row)
    return [...rows].sort(([a], [b]) => compare(a, b)).map(([, row]) => row)
  }
}

/** IndexedDB's own order: numbers before texts. */
function compare(a: Key, b: Key): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0
  return typeof a === 'number' ? -1 : 1
}
