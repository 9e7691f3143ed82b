import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref, shallowReactive } from 'vue'
import { leaveStorage, openStorage } from '.'
import { defineKept, ListKeeper } from './kept'

interface Note {
  text: string
}

const notes = shallowReactive(new Map<number, Note>())
const restored: ReadonlyMap<number, Note>[] = []
const list = defineKept<number, Note>('test.kept_notes', () => notes, (kept) => restored.push(kept))
const rows = async (): Promise<unknown[]> => (await list.table.all()).map(({ value }) => value)
let keeper: ListKeeper

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('indexedDB', new IDBFactory())
  notes.clear()
  restored.length = 0
  openStorage(1, [list.table])
  keeper = new ListKeeper([list])
})

afterEach(async () => {
  keeper.stop()
  await leaveStorage(false)
  vi.unstubAllGlobals()
})

/** What the rows come to hold. */
async function expectRows(expected: unknown[]): Promise<void> {
  await vi.waitFor(async () => expect(await rows()).toEqual(expected), { timeout: 10_000 })
}

describe('a kept list', () => {
  it('is there the next time as it was the last', async () => {
    keeper.start(() => true)
    notes.set(1, { text: 'one' }).set(2, { text: 'two' })
    await expectRows([{ text: 'one' }, { text: 'two' }])
    notes.set(2, { text: 'another' }).delete(1)
    await expectRows([{ text: 'another' }])
    await new ListKeeper([list]).restore()
    expect(restored.at(-1)).toEqual(new Map([[2, { text: 'another' }]]))
  })

  it('that was kept by an earlier page loses what is no more', async () => {
    await list.table.put({ key: 7, value: { text: 'old' } })
    notes.set(1, { text: 'one' })
    keeper.start(() => true)
    await expectRows([{ text: 'one' }])
  })

  it('is left as it is until the lists are those of the server', async () => {
    await list.table.put({ key: 7, value: { text: 'kept' } })
    const areFresh = ref(false)
    await keeper.restore()
    const timer = vi.spyOn(globalThis, 'setTimeout')
    keeper.start(() => areFresh.value)
    notes.set(1, { text: 'not yet' })
    await nextTick()
    expect(timer).not.toHaveBeenCalledWith(expect.anything(), 1_000)
    areFresh.value = true
    await expectRows([{ text: 'not yet' }])
  })

  it('is gone when it is cleared, whatever was being written', async () => {
    keeper.start(() => true)
    notes.set(1, { text: 'one' })
    await expectRows([{ text: 'one' }])
    notes.set(2, { text: 'two' })
    await nextTick()
    await keeper.clear()
    expect(await rows()).toEqual([])
    const timer = vi.spyOn(globalThis, 'setTimeout')
    notes.set(3, { text: 'three' })
    await nextTick()
    expect(timer).not.toHaveBeenCalledWith(expect.anything(), 1_000)
  })
})
