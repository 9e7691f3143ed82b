import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { alice, bob, charlie, freshStores, friend, me, serveWorld, world } from '../testing/world'
import { useFriends } from './friends'
import { useMe } from './me'
import { useUsers } from './users'

beforeEach(freshStores)
afterEach(() => vi.unstubAllGlobals())

describe('cards of users', () => {
  it('are gathered into one request, and unknown ids are remembered', async () => {
    const asked = serveWorld(() => world())
    const users = useUsers()
    expect(users.card(3)).toBeUndefined()
    expect(users.card(99)).toBeUndefined()
    await vi.waitFor(() => expect(users.card(3)).toEqual(charlie))
    expect(asked).toEqual(['GET /api/users/?ids=3%2C99'])
    expect(users.isUnknown(99)).toBe(true)
    expect(users.isUnknown(3)).toBe(false)
  })

  it('of me and my friends need no request', () => {
    const asked = serveWorld(() => world())
    useMe().changed({ me: me() })
    useFriends().friendIs({ friend: friend(bob) })
    expect(useUsers().card(1)).toMatchObject(alice)
    expect(useUsers().card(2)).toEqual(bob)
    expect(asked).toEqual([])
  })

  it('come with whether I may write to them, which is asked again once it is doubtful, and held meanwhile', async () => {
    let now = world({ writable: [3] })
    const asked = serveWorld(() => now)
    const users = useUsers()
    expect(users.mayWrite(3)).toBe(false)
    await vi.waitFor(() => expect(users.mayWrite(3)).toBe(true))
    expect(users.card(3)).toEqual(charlie)
    now = world()
    users.doubt(99)
    expect(users.mayWrite(3)).toBe(true)
    expect(asked).toHaveLength(1)
    users.doubt(3)
    expect(users.mayWrite(3)).toBe(true)
    await vi.waitFor(() => expect(users.mayWrite(3)).toBe(false))
    expect(asked).toHaveLength(2)
  })

  it('found by a search need not be asked for again', () => {
    const asked = serveWorld(() => world())
    useUsers().learnPeople([{ ...charlie, may_write: true }])
    expect([useUsers().card(3), useUsers().mayWrite(3)]).toEqual([charlie, true])
    expect(asked).toEqual([])
  })

  it('are asked for a hundred at a time', async () => {
    const asked = serveWorld(() => world({ users: [] }))
    const users = useUsers()
    for (let id = 1; id <= 150; id += 1) users.card(id)
    await vi.waitFor(() => expect(users.isUnknown(150)).toBe(true))
    expect(asked).toHaveLength(2)
  })
})
