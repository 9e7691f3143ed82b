import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, NetworkError } from '../api/errors'
import { defineModule, type LoadReason } from '../module'
import { Follower } from './follower'
import type { SyncReply } from './streams'
import type { EventFrame } from './types'

let loads: { reason: LoadReason; done: () => void; fail: () => void }[]
let heard: (number | null)[]
let syncs: { cursors: Record<string, number>; reply: (reply: Partial<SyncReply>) => void; fail: (failure: Error) => void }[]
let lives: number
let follower: Follower

const aModule = defineModule({
  name: 'a',
  messages: { 'zh-CN': () => Promise.resolve({ default: {} }), en: () => Promise.resolve({ default: {} }) },
  load: (reason) =>
    new Promise<void>((resolve, reject) => {
      loads.push({ reason, done: resolve, fail: () => reject(new Error('no')) })
    }),
  events: { 'message.read': (_payload, frame) => heard.push(frame.seq) },
})

beforeEach(() => {
  vi.useFakeTimers()
  loads = []
  heard = []
  syncs = []
  lives = 0
  follower = new Follower(
    [aModule],
    {
      sync: ({ cursors }) =>
        new Promise((resolve, reject) => {
          syncs.push({ cursors, reply: (reply) => resolve({ streams: {}, reset: [], gone: [], ...reply }), fail: reject })
        }),
      onLive: () => (lives += 1),
    },
    () => 1,
  )
})

afterEach(() => {
  follower.stop()
  vi.useRealTimers()
})

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

function hello(streams: Record<string, number>): void {
  void follower.greet({ user: 1, heartbeat_seconds: 25, streams })
}

function event(seq: number | null, stream = 'c1'): EventFrame {
  return { stream, seq, type: 'message.read', payload: {} }
}

async function live(streams: Record<string, number>): Promise<void> {
  hello(streams)
  await settled()
  loads.at(-1)?.done()
  await settled()
}

describe('the first line', () => {
  it('loads fresh lists, then applies what was said meanwhile, then is live', async () => {
    hello({ c1: 4 })
    await settled()
    follower.take(event(5))
    expect(loads.map(({ reason }) => reason)).toEqual([{ kind: 'start' }])
    expect(heard).toEqual([])
    expect(lives).toBe(0)
    loads[0]?.done()
    await settled()
    expect(heard).toEqual([5])
    expect(lives).toBe(1)
    expect(syncs).toEqual([])
  })

  it('tries again when lists can’t be had', async () => {
    hello({ c1: 4 })
    await settled()
    loads[0]?.fail()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(loads).toHaveLength(2)
    loads[1]?.done()
    await settled()
    expect(lives).toBe(1)
  })

  it('that drops while lists are loaded does not make it live, the next one does after a sync', async () => {
    hello({ c1: 4 })
    await settled()
    follower.pause()
    loads[0]?.done()
    await settled()
    expect(lives).toBe(0)
    hello({ c1: 6 })
    await settled()
    expect(syncs[0]?.cursors).toEqual({ c1: 4 })
    follower.take(event(5))
    follower.take(event(6))
    syncs[0]?.reply({ streams: { c1: 6 } })
    await settled()
    expect(heard).toEqual([5, 6])
    expect(lives).toBe(1)
    expect(loads).toHaveLength(1)
  })
})

describe('a hole', () => {
  it('is asked for after 200 ms', async () => {
    await live({ c1: 0, c2: 9 })
    follower.take(event(2))
    await vi.advanceTimersByTimeAsync(199)
    expect(syncs).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(syncs[0]?.cursors).toEqual({ c1: 0 })
    follower.take(event(1))
    expect(heard).toEqual([1, 2])
  })

  it('that closes by itself is not asked for', async () => {
    await live({ c1: 0 })
    follower.take(event(2))
    follower.take(event(1))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(syncs).toEqual([])
    expect(heard).toEqual([1, 2])
  })
})

describe('a later line', () => {
  it('loads what is too far behind afresh and applies the rest', async () => {
    await live({ c1: 0, c2: 5 })
    follower.pause()
    hello({ c1: 5_000, c2: 6 })
    await settled()
    follower.take(event(6, 'c2'))
    syncs[0]?.reply({ streams: { c1: 5_000, c2: 6 }, reset: ['c1'] })
    await settled()
    expect(loads[1]?.reason).toEqual({ kind: 'reset', streams: ['c1'] })
    expect(lives).toBe(1)
    follower.take(event(5_001))
    expect(heard).toEqual([6])
    loads[1]?.done()
    await settled()
    expect(heard).toEqual([6, 5_001])
    expect(lives).toBe(2)
  })

  it('asks again for what did not come, and at last loads it afresh', async () => {
    await live({ c1: 0 })
    follower.pause()
    hello({ c1: 2 })
    for (let tries = 0; tries < 3; tries += 1) {
      await settled()
      syncs[tries]?.reply({ streams: { c1: 2 } })
    }
    await settled()
    expect(syncs).toHaveLength(3)
    expect(loads[1]?.reason).toEqual({ kind: 'reset', streams: ['c1'] })
    loads[1]?.done()
    await settled()
    follower.take(event(3))
    expect(heard).toEqual([3])
  })

  it('that drops during the sync leaves everything to the next one', async () => {
    await live({ c1: 0 })
    follower.pause()
    hello({ c1: 2 })
    await settled()
    follower.pause()
    syncs[0]?.fail(new NetworkError('line_dropped'))
    await settled()
    expect(lives).toBe(1)
    hello({ c1: 2 })
    await settled()
    expect(syncs[1]?.cursors).toEqual({ c1: 0 })
  })

  it('whose sync is refused loads afresh', async () => {
    await live({ c1: 0 })
    follower.pause()
    hello({ c1: 2 })
    for (let tries = 0; tries < 3; tries += 1) {
      await settled()
      syncs[tries]?.fail(new ApiError('invalid', ''))
    }
    await settled()
    expect(loads[1]?.reason.kind).toBe('reset')
  })
})

describe('streams that come and go', () => {
  it('asks once for a new one from its head', async () => {
    await live({ u1: 0 })
    follower.follow('c7', 3)
    follower.follow('c7', 3)
    expect(syncs.map(({ cursors }) => cursors)).toEqual([{ c7: 3 }])
    follower.take(event(4, 'c7'))
    expect(heard).toEqual([4])
    follower.unfollow('c7')
    follower.take(event(5, 'c7'))
    expect(heard).toEqual([4])
  })
})

describe('without a line', () => {
  it('a new stream waits for the next one', async () => {
    await live({ u1: 0 })
    follower.pause()
    follower.follow('c7', 3)
    syncs[0]?.fail(new NetworkError('line_dropped'))
    await settled()
    expect(syncs).toHaveLength(1)
    hello({ u1: 0, c7: 4 })
    await settled()
    expect(syncs[1]?.cursors).toEqual({ u1: 0, c7: 3 })
  })
})

describe('a sync that is not answered', () => {
  it('is asked again on the same line', async () => {
    await live({ c1: 0 })
    follower.pause()
    hello({ c1: 1 })
    await settled()
    syncs[0]?.fail(new NetworkError('timeout'))
    await settled()
    follower.take(event(1))
    syncs[1]?.reply({ streams: { c1: 1 } })
    await settled()
    expect(heard).toEqual([1])
    expect(lives).toBe(2)
  })
})

describe('a handler that fails', () => {
  it('does not stop the stream', async () => {
    const reported = vi.fn()
    vi.stubGlobal('reportError', reported)
    const failing = defineModule({
      name: 'b',
      messages: aModule.messages,
      events: {
        'message.read': () => {
          throw new Error('b is broken')
        },
      },
    })
    follower = new Follower([failing, aModule], { sync: () => new Promise(() => undefined), onLive: () => undefined })
    await live({ c1: 0 })
    follower.take(event(1))
    follower.take(event(2))
    expect(heard).toEqual([1, 2])
    expect(reported).toHaveBeenCalledTimes(2)
    vi.unstubAllGlobals()
  })
})
