import { deleteDB, openDB, type IDBPDatabase, type IDBPObjectStore } from 'idb'
import { MemoryRows } from './memory'
import { keyOf, type Key, type TableDefinition } from './table'

/** Another tab may keep an upgrade waiting for ever; after this long the page goes on without a database. */
const OPEN_TIMEOUT_MS = 4_000

export type StorageTrouble = 'refused' | 'full'

/**
 * One user's rows in IndexedDB. What the browser does not take (private window, no room, blocked) is kept in memory instead,
 * and `onTrouble` is told.
 */
export class UserDatabase {
  private connection: Promise<IDBPDatabase | null>
  private readonly unsaved = new MemoryRows()

  constructor(
    private readonly name: string,
    private readonly tables: readonly TableDefinition[],
    private readonly onTrouble: (trouble: StorageTrouble | null) => void,
  ) {
    this.connection = this.connect()
  }

  async get(table: TableDefinition, key: Key): Promise<object | undefined> {
    const stored = await this.try((db) => db.get(table.name, key) as Promise<object | undefined>)
    return this.unsaved.get(table, key) ?? stored
  }

  async all(table: TableDefinition): Promise<object[]> {
    const stored = await this.try((db) => db.getAll(table.name) as Promise<object[]>)
    return this.unsaved.laidOver(table, stored ?? [])
  }

  async where(table: TableDefinition, index: string, value: Key): Promise<object[]> {
    const stored = await this.try((db) => db.getAllFromIndex(table.name, index, value) as Promise<object[]>)
    return this.unsaved.laidOver(table, stored ?? []).filter((row) => (row as Record<string, unknown>)[index] === value)
  }

  async put(table: TableDefinition, row: object): Promise<void> {
    const saved = await this.try(async (db) => {
      const transaction = db.transaction(table.name, 'readwrite', { durability: table.durability })
      await Promise.all([transaction.store.put(row), transaction.done])
      return true
    })
    if (saved) this.unsaved.delete(table, keyOf(table, row))
    else this.unsaved.put(table, row)
  }

  /** Stores rows in one go; what the browser does not take is dropped. */
  async putSpare(table: TableDefinition, rows: readonly object[]): Promise<void> {
    await this.inOneGo(table, (store) => rows.map((row) => store.put(row)))
  }

  async deleteAll(table: TableDefinition, keys: readonly Key[]): Promise<void> {
    for (const key of keys) this.unsaved.delete(table, key)
    await this.inOneGo(table, (store) => keys.map((key) => store.delete(key)))
  }

  /** Drops the rows with the lowest keys until no more than so many are left. */
  async trim(table: TableDefinition, most: number): Promise<void> {
    const tooMany = await this.try(async (db) => {
      const count = await db.count(table.name)
      return count > most ? db.getAllKeys(table.name, undefined, count - most) : []
    })
    if (tooMany?.length) await this.deleteAll(table, tooMany as Key[])
  }

  async delete(table: TableDefinition, key: Key): Promise<void> {
    this.unsaved.delete(table, key)
    await this.try((db) => db.delete(table.name, key))
  }

  async clear(table: TableDefinition): Promise<void> {
    this.unsaved.clear(table)
    await this.try((db) => db.clear(table.name))
  }

  async close(): Promise<void> {
    const connection = await this.connection
    this.connection = Promise.resolve(null)
    connection?.close()
  }

  /** Closes and deletes everything. */
  async erase(): Promise<void> {
    await this.close()
    await deleteDB(this.name).catch(() => undefined)
  }

  private async inOneGo(table: TableDefinition, work: (store: IDBPObjectStore<unknown, [string], string, 'readwrite'>) => Promise<unknown>[]): Promise<void> {
    await this.try(async (db) => {
      const transaction = db.transaction(table.name, 'readwrite')
      await Promise.all([...work(transaction.store), transaction.done])
    })
  }

  /** Does something with the database; undefined when the browser won't. Mistakes of the caller are thrown on. */
  private async try<Result>(action: (db: IDBPDatabase) => Promise<Result>): Promise<Result | undefined> {
    const db = await this.connection
    if (!db) return undefined
    try {
      return await action(db)
    } catch (failure) {
      if (isMistake(failure)) throw failure
      this.onTrouble(nameOf(failure) === 'QuotaExceededError' ? 'full' : 'refused')
      return undefined
    }
  }

  private async connect(): Promise<IDBPDatabase | null> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('opening the database takes too long')), OPEN_TIMEOUT_MS)
    })
    try {
      const db = await Promise.race([this.openComplete(), tooLong])
      this.onTrouble(null)
      return db
    } catch {
      this.onTrouble('refused')
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  /** Opens the database as it is; where a declared table or index is missing, opens it once more a version higher and adds it. */
  private async openComplete(): Promise<IDBPDatabase> {
    const db = await this.openAt(undefined)
    if (this.tables.every((table) => isComplete(db, table))) return db
    const version = db.version + 1
    db.close()
    return this.openAt(version)
  }

  private openAt(version: number | undefined): Promise<IDBPDatabase> {
    return openDB(this.name, version, {
      upgrade: (db, _from, _to, transaction) => {
        for (const table of this.tables) {
          const store = db.objectStoreNames.contains(table.name)
            ? transaction.objectStore(table.name)
            : db.createObjectStore(table.name, { keyPath: table.key })
          for (const index of table.indexes) if (!store.indexNames.contains(index)) store.createIndex(index, index)
        }
      },
      blocking: (_current, _blocked, event) => {
        const old = event.target as IDBDatabase
        old.close()
        this.connection = this.connect()
      },
      terminated: () => {
        this.connection = this.connect()
      },
    })
  }
}

function isComplete(db: IDBPDatabase, table: TableDefinition): boolean {
  if (!db.objectStoreNames.contains(table.name)) return false
  const { indexNames } = db.transaction(table.name).store
  return table.indexes.every((index) => indexNames.contains(index))
}

function nameOf(failure: unknown): string {
  return failure instanceof DOMException || failure instanceof Error ? failure.name : ''
}

/** A row that can't be stored or a table nobody declared is an error in the program, not in the browser. */
function isMistake(failure: unknown): boolean {
  return ['DataCloneError', 'DataError', 'NotFoundError', 'ConstraintError', 'TypeError'].includes(nameOf(failure))
}
