import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Member } from '../types'
import { useNicknames } from './nicknames'

const [BOB, CHARLIE, DORA] = [2, 3, 4]
let stored: { group: number; user: number; nickname: string }[] = []
let asked: string[] = []
let meanwhile: () => void = () => undefined

function member(id: number, nickname: string): Member {
  const user = { id, account: String(10_000 + id), name: `user ${id}`, signature: '', avatar: '' }
  return { user, nickname, role: 'member', silenced_until: null, joined_at: '2026-11-23T06:00:00.000000Z' }
}

const told = (group: number, user: number) => vi.waitFor(() => {
  const name = useNicknames().of(group, user)
  if (name === undefined) throw new Error('on its way')
  return name
})

beforeEach(() => {
  setActivePinia(createPinia())
  stored = [{ group: 7, user: BOB, nickname: 'Bobby' }]
  asked = []
  meanwhile = () => undefined
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(new URL(request.url).searchParams.get('of') ?? '')
    const answer = Response.json(stored)
    meanwhile()
    return Promise.resolve(answer)
  })
})

afterEach(() => {
  useNicknames().clear()
  vi.unstubAllGlobals()
})

describe('names in groups', () => {
  it('are asked for together, once', async () => {
    const names = useNicknames()
    expect([names.of(7, BOB), names.of(8, BOB), names.of(7, CHARLIE)]).toEqual([undefined, undefined, undefined])
    expect(await told(7, BOB)).toBe('Bobby')
    expect([names.of(8, BOB), names.of(7, CHARLIE)]).toEqual(['', ''])
    expect(asked).toEqual(['7:2,8:2,7:3'])
  })

  it('follow events, also those that overtake an answer', async () => {
    const names = useNicknames()
    meanwhile = () => names.memberIs({ group: 7, member: member(BOB, 'Rob') })
    expect(await told(7, BOB)).toBe('Rob')
    expect(await told(7, DORA)).toBe('')
    expect(names.of(7, BOB)).toBe('Rob')
    names.memberLeft({ group: 7, user: BOB })
    expect(names.of(7, BOB)).toBe('')
  })

  it('are asked for afresh after a time without events, and stand until then', async () => {
    const names = useNicknames()
    expect(await told(7, BOB)).toBe('Bobby')
    stored = [{ group: 7, user: BOB, nickname: 'Bobbie' }]
    const loaded = names.load()
    expect(names.of(7, BOB)).toBe('Bobby')
    await loaded
    expect(names.of(7, BOB)).toBe('Bobbie')
  })

  it('are left out where nobody answers', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await told(7, BOB)).toBe('')
  })
})
