import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchEffect } from 'vue'
import type { Member } from '../types'
import { useMembers } from './members'

const [ALICE, BOB, CHARLIE] = [1, 2, 3]
const GROUP = 7
let asked: ((list: readonly Member[]) => void)[] = []

/** Answers a question, which the store asks a moment after it was told to. */
async function answer(question: number, list: readonly Member[]): Promise<void> {
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(question))
  asked[question]?.(list)
}

function member(id: number, role: Member['role'] = 'member'): Member {
  const user = { id, account: String(10_000 + id), name: `user ${id}`, signature: '', avatar: '' }
  return { user, nickname: '', role, silenced_until: null, joined_at: '2026-11-23T06:00:00.000000Z' }
}

beforeEach(() => {
  setActivePinia(createPinia())
  asked = []
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => asked.push((list) => resolve(Response.json(list)))))
})

afterEach(() => vi.unstubAllGlobals())

describe('the members of a group', () => {
  it('are asked for once by all who look at the same time', async () => {
    const members = useMembers()
    expect(members.wanted(GROUP)).toBeNull()
    const loaded = members.load(GROUP)
    expect(members.wanted(GROUP)).toBeNull()
    await answer(0, [member(ALICE, 'owner'), member(BOB)])
    await loaded
    expect(members.wanted(GROUP)).toEqual([member(ALICE, 'owner'), member(BOB)])
    expect(asked.length).toBe(1)
  })

  it('are moved by what was heard while they were on their way', async () => {
    const members = useMembers()
    const loaded = members.load(GROUP)
    members.memberIs({ group: GROUP, member: member(CHARLIE) })
    members.memberLeft({ group: GROUP, user: BOB })
    await answer(0, [member(ALICE, 'owner'), member(BOB)])
    await loaded
    expect(members.of(GROUP)).toEqual([member(ALICE, 'owner'), member(CHARLIE)])
  })

  it('are asked for again where an answer was on its way when all was loaded afresh', async () => {
    const members = useMembers()
    const early = members.load(GROUP)
    await vi.waitFor(() => expect(asked.length).toBe(1))
    members.clear()
    const late = members.load(GROUP)
    await answer(0, [member(BOB)])
    await early
    expect(members.of(GROUP)).toBeNull()
    await answer(1, [member(ALICE, 'owner')])
    await late
    expect(members.of(GROUP)).toEqual([member(ALICE, 'owner')])
    expect(asked.length).toBe(2)
  })
  it('are asked for again by whoever waits for them then', async () => {
    const members = useMembers()
    const stop = watchEffect(() => members.wanted(GROUP), { flush: 'sync' })
    await vi.waitFor(() => expect(asked.length).toBe(1))
    members.clear()
    await answer(1, [member(ALICE, 'owner')])
    await vi.waitFor(() => expect(members.of(GROUP)).toEqual([member(ALICE, 'owner')]))
    stop()
  })
})
