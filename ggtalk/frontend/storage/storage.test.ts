import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askToPersist, defineTable, leaveStorage, openStorage, useStorage } from '.'

interface Letter {
  id: string
  place: number
  text: string
}

const letters = defineTable<Letter>('test.letters', 'id', ['place'])
const stamps = defineTable<{ id: number }>('test.stamps', 'id')

const letter = (id: string, place: number): Letter => ({ id, place, text: id })

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('indexedDB', new IDBFactory())
})

afterEach(async () => {
  await leaveStorage(false)
  vi.unstubAllGlobals()
})

describe('a table', () => {
  it('gives back what was put, by key, by index, all in order', async () => {
    openStorage(1, [letters])
    for (const [id, place] of [['b', 7], ['a', 7], ['c', 8]] as const) await letters.put(letter(id, place))
    expect(await letters.get('b')).toEqual(letter('b', 7))
    expect(await letters.get('x')).toBeUndefined()
    expect((await letters.all()).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect((await letters.where('place', 7)).map(({ id }) => id)).toEqual(['a', 'b'])
    await letters.put({ ...letter('b', 9), text: 'new' })
    expect(await letters.get('b')).toEqual({ id: 'b', place: 9, text: 'new' })
    await letters.delete('a')
    expect((await letters.all()).map(({ id }) => id)).toEqual(['b', 'c'])
    await letters.clear()
    expect(await letters.all()).toEqual([])
    expect(useStorage().trouble).toBeNull()
  })

  it('has what must not be lost on the disk before it says so', async () => {
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const lasting = defineTable<Letter>('test.lasting', 'id', [], 'strict')
    openStorage(1, [lasting, letters])
    await lasting.put(letter('a', 1))
    expect(begun).toHaveBeenLastCalledWith('test.lasting', 'readwrite', { durability: 'strict' })
    await letters.put(letter('a', 1))
    expect(begun).toHaveBeenLastCalledWith('test.letters', 'readwrite', { durability: 'default' })
  })

  it('is asked to be spared once when the browser runs short of room, where that can be asked', () => {
    vi.stubGlobal('navigator', {})
    askToPersist()
    const persist = vi.fn().mockResolvedValue(true)
    vi.stubGlobal('navigator', { storage: { persist } })
    askToPersist()
    askToPersist()
    expect(persist).toHaveBeenCalledOnce()
  })

  it('keeps its rows for the next time, and for this user only', async () => {
    openStorage(1, [letters])
    await letters.put(letter('a', 1))
    await leaveStorage(false)
    openStorage(2, [letters])
    expect(await letters.all()).toEqual([])
    await leaveStorage(false)
    openStorage(1, [letters])
    expect(await letters.all()).toEqual([letter('a', 1)])
  })

  it('appears beside older ones without touching them', async () => {
    openStorage(1, [letters])
    await letters.put(letter('a', 1))
    await leaveStorage(false)
    openStorage(1, [letters, stamps])
    await stamps.put({ id: 4 })
    expect(await stamps.all()).toEqual([{ id: 4 }])
    expect(await letters.all()).toEqual([letter('a', 1)])
  })

  it('is empty after everything was erased', async () => {
    openStorage(1, [letters])
    await letters.put(letter('a', 1))
    await leaveStorage(true)
    openStorage(1, [letters])
    expect(await letters.all()).toEqual([])
  })

  it('makes way for another tab that adds a table, and goes on', async () => {
    openStorage(1, [letters])
    await letters.put(letter('a', 1))
    const request = indexedDB.open('ggtalk-1', 9)
    await new Promise<void>((resolve) => {
      request.onsuccess = () => {
        request.result.close()
        resolve()
      }
    })
    await letters.put(letter('b', 1))
    expect((await letters.all()).map(({ id }) => id)).toEqual(['a', 'b'])
  })
})

describe('a browser that keeps nothing', () => {
  it('still serves the page from memory and says so', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('private window', 'SecurityError')
      },
    })
    openStorage(1, [letters])
    await letters.put(letter('b', 2))
    await letters.put(letter('a', 2))
    expect(await letters.all()).toEqual([letter('a', 2), letter('b', 2)])
    expect(await letters.where('place', 3)).toEqual([])
    await letters.delete('b')
    expect(await letters.get('b')).toBeUndefined()
    expect(useStorage().trouble).toBe('refused')
  })

  it('for want of room shows the new row over the old one', async () => {
    openStorage(1, [letters])
    await letters.put(letter('a', 1))
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await letters.put({ id: 'a', place: 2, text: 'moved' })
    await letters.put(letter('b', 1))
    expect(useStorage().trouble).toBe('full')
    expect((await letters.where('place', 1)).map(({ id }) => id)).toEqual(['b'])
    expect(await letters.get('a')).toEqual({ id: 'a', place: 2, text: 'moved' })
    put.mockRestore()
    await letters.put(letter('a', 3))
    expect(await letters.get('a')).toEqual(letter('a', 3))
  })
})

describe('a mistake of the program', () => {
  it('is thrown, not swallowed', async () => {
    openStorage(1, [letters])
    await expect(letters.put({ ...letter('a', 1), text: (() => 'x') as unknown as string })).rejects.toThrow()
    await expect(stamps.put({ id: 1 })).rejects.toThrow()
    await leaveStorage(false)
    expect(() => letters.all()).toThrow('nobody is signed in')
  })
})
