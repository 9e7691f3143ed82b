import { useConnection } from '@ggtalk/realtime/connection'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message } from '../testing/things'
import { useReadCounts } from './readCounts'

const ID = 12
/** ids asked for, one list for each request */
let asked: number[][]
let read: number

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useConnection().state = 'live'
  asked = []
  read = 0
  vi.stubGlobal('fetch', (request: Request) => {
    const ids = (new URL(request.url).searchParams.get('ids') ?? '').split(',').map(Number)
    asked.push(ids)
    return Promise.resolve(Response.json({ reads: ids.map((id) => ({ message: id, read, of: 3 })) }))
  })
})

afterEach(() => {
  useReadCounts().clear()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const told = (seq: number) => useReadCounts().of(message(seq).id)?.read

describe('how many have read', () => {
  it('is asked for together, and once a second however many read', async () => {
    const counts = useReadCounts()
    for (const seq of [1, 2, 3]) counts.show(message(seq))
    await vi.advanceTimersByTimeAsync(0)
    expect([asked, told(1)]).toEqual([[[1_001, 1_002, 1_003]], 0])
    read = 2
    for (let n = 0; n < 2_000; n += 1) counts.moved({ conversation: ID, after: 1, until: 3 })
    counts.moved({ conversation: 13, after: 0, until: 3 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect([asked.length, asked[1], told(1), told(3)]).toEqual([2, [1_002, 1_003], 0, 2])
  })

  it('is not asked for what is on screen no more, nor without a line', async () => {
    const counts = useReadCounts()
    counts.show(message(1))
    counts.hide(message(1))
    await vi.advanceTimersByTimeAsync(1_000)
    counts.show(message(2))
    useConnection().state = 'connecting'
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([])
    useConnection().state = 'live'
    counts.live()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([[1_002]])
  })
})
