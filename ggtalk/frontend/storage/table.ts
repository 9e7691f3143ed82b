/** How an app declares what it keeps in the browser. */
export interface TableDefinition {
  /** `<module>.<plural noun>` */
  readonly name: string
  /** the row's property that identifies it */
  readonly key: string
  /** properties that rows can be looked up by */
  readonly indexes: readonly string[]
  /** strict: what is put is on the disk before `put` resolves, and outlives a power cut */
  readonly durability: 'strict' | 'default'
}

export type Key = string | number

/** The key of a row of this table. */
export function keyOf(table: TableDefinition, row: object): Key {
  const key: unknown = Reflect.get(row, table.key)
  if (typeof key === 'string' || typeof key === 'number') return key
  throw new TypeError(`a row of ${table.name} needs its ${table.key}`)
}

/** Rows of one kind, kept per user in the browser. Falls back to memory where the browser refuses (see `useStorage`). */
export interface Table<Row extends object> extends TableDefinition {
  get: (key: Key) => Promise<Row | undefined>
  /** all rows, in the order of the key */
  all: () => Promise<Row[]>
  /** rows whose indexed property has this value, in the order of the key */
  where: (index: Extract<keyof Row, string>, value: Key) => Promise<Row[]>
  put: (row: Row) => Promise<void>
  /** many rows that may be fetched again: what the browser does not take is dropped, not kept in memory */
  putSpare: (rows: readonly Row[]) => Promise<void>
  delete: (key: Key) => Promise<void>
  deleteAll: (keys: readonly Key[]) => Promise<void>
  /** drops the rows with the lowest keys until no more than so many are left */
  trim: (most: number) => Promise<void>
  clear: () => Promise<void>
}
