import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useConversations } from '../conversations/conversations'
import { events } from '../module'
import { ALICE, BOB, conversation, message } from '../testing/things'
import type { Pin } from '../types'
import { mayPin, usePins } from './pins'

const ID = 12
let stored: Pin[] = []
let reachable = true
let meanwhile: () => void = () => undefined

const pinned = (seq: number): Pin => ({ message: 1_000 + seq, user: BOB, pinned_at: message(seq).sent_at })
const ids = () => usePins().of(ID).map((pin) => pin.message)

beforeEach(async () => {
  setActivePinia(createPinia())
  useSession().userId = ALICE
  stored = [pinned(2), pinned(1)]
  reachable = true
  meanwhile = () => undefined
  vi.stubGlobal('fetch', (request: Request) => {
    if (!reachable) return Promise.reject(new TypeError('Failed to fetch'))
    if (!request.url.endsWith('/pins/')) return Promise.resolve(Response.json([conversation()]))
    const answer = Response.json(stored)
    meanwhile()
    return Promise.resolve(answer)
  })
  await useConversations().load({ kind: 'start' })
})

afterEach(() => vi.unstubAllGlobals())

/** The server's word of what is pinned from now on. */
function changed(...seqs: number[]): void {
  stored = seqs.map(pinned)
  const payload = { conversation: ID, pins: stored }
  events['pins.changed']?.(payload, { stream: 'c12', seq: 50, type: 'pins.changed', payload })
}

describe('what is pinned', () => {
  it('old list + event = fresh list, and the number is seen', async () => {
    await usePins().open(ID)
    expect(ids()).toEqual([1_002, 1_001])
    changed(3, 2)
    const after = ids()
    await usePins().load()
    expect(ids()).toEqual(after)
    expect(useConversations().conversations.get(ID)?.head).toBe(50)
  })

  it('is not what an older answer says that comes after the event', async () => {
    meanwhile = () => changed(3)
    await usePins().open(ID)
    expect(ids()).toEqual([1_003])
    expect(usePins().has(message(3))).toBe(true)
  })

  it('is asked for when the line is back', async () => {
    reachable = false
    await usePins().open(ID)
    expect(ids()).toEqual([])
    reachable = true
    usePins().live()
    await vi.waitFor(() => expect(ids()).toEqual([1_002, 1_001]))
  })

  it('is up to both in a direct conversation', () => {
    expect([mayPin(ID), mayPin(13)]).toEqual([true, false])
  })
})
