import { defineStore } from 'pinia'
import { ref } from 'vue'
import { UserDatabase, type StorageTrouble } from './database'
import type { Table, TableDefinition } from './table'

let database: UserDatabase | null = null
let asked = false

/** What screens may know about the browser's storage. */
export const useStorage = defineStore('storage', () => {
  /** null: kept in the browser. refused: not kept at all (private window, blocked). full: no room for more */
  const trouble = ref<StorageTrouble | null>(null)
  return { trouble }
})

/** Opens this user's database with these tables. Never throws: what the browser refuses lives in memory. */
export function openStorage(userId: number, tables: readonly TableDefinition[]): void {
  const state = useStorage()
  database = new UserDatabase(`ggtalk-${userId}`, tables, (trouble) => (state.trouble = trouble))
}

/** Closes the database; `erase` also deletes everything in it. */
export async function leaveStorage(erase: boolean): Promise<void> {
  const leaving = database
  database = null
  await (erase ? leaving?.erase() : leaving?.close())
}

/** Asks the browser, once a page, not to clear what is kept here when it runs short of room. */
export function askToPersist(): void {
  const { storage } = navigator as { storage?: StorageManager } // none without a secure context
  if (asked || !storage) return
  asked = true
  void storage.persist().catch(() => false)
}

/** Declares a table and gives access to it. The module lists it under `tables`. */
export function defineTable<Row extends object>(
  name: string,
  key: Extract<keyof Row, string>,
  indexes: readonly Extract<keyof Row, string>[] = [],
  durability: TableDefinition['durability'] = 'default',
): Table<Row> {
  const table: TableDefinition = { name, key, indexes, durability }
  return {
    ...table,
    get: (id) => open().get(table, id) as Promise<Row | undefined>,
    all: () => open().all(table) as Promise<Row[]>,
    where: (index, value) => open().where(table, index, value) as Promise<Row[]>,
    put: (row) => open().put(table, row),
    putSpare: (rows) => open().putSpare(table, rows),
    deleteAll: (ids) => open().deleteAll(table, ids),
    trim: (most) => open().trim(table, most),
    delete: (id) => open().delete(table, id),
    clear: () => open().clear(table),
  }
}

function open(): UserDatabase {
  if (!database) throw new Error('nobody is signed in: there is no storage')
  return database
}
