import type { EventName, EventPayload } from '@ggtalk/realtime/types'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clear, events, load } from './module'
import { useDevices } from './stores/devices'
import { useFriends } from './stores/friends'
import { useMe } from './stores/me'
import { usePresence } from './stores/presence'
import { useUsers } from './stores/users'
import { alice, bob, charlie, device, freshStores, friend, group, me, request, serveWorld, world, type World } from './testing/world'

let now: World
/** events for which the law was looked at */
const lookedAt = new Set<string>()

beforeEach(() => {
  freshStores()
  serveWorld(() => now)
})

afterEach(() => {
  clear()
  vi.unstubAllGlobals()
})

/** Everything the stores hold, in a shape that can be compared. */
function held(): unknown {
  const friends = useFriends()
  const byId = <Value>(map: ReadonlyMap<number, Value>) => [...map].sort(([a], [b]) => a - b)
  return {
    me: useMe().me,
    friends: byId(friends.friends),
    groups: friends.groups,
    requests: friends.requests,
    blocks: byId(friends.blocks),
    unseen: friends.unseen,
    presence: byId(usePresence().known),
    devices: useDevices().devices,
    cards: byId(useUsers().cards),
  }
}

async function loadAll(): Promise<void> {
  useUsers().learn(now.users)
  await Promise.all([load({ kind: 'start' }), usePresence().load(), useDevices().load()])
}

function hear<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
  const handler = events[name]
  handler?.(payload, { stream: 'u1', seq: 1, type: name, payload })
}

/** The law: old lists + event = fresh lists. Hearing it twice changes nothing more. */
async function lawHolds<Name extends EventName>(before: World, name: Name, payload: EventPayload<Name>, after: World): Promise<void> {
  lookedAt.add(name)
  now = before
  await loadAll()
  hear(name, payload)
  const moved = held()
  hear(name, payload)
  expect(held()).toEqual(moved)

  clear()
  freshStores()
  now = after
  await loadAll()
  expect(moved).toEqual(held())
}

const bobToAlice = request(1, bob, alice)

describe('old lists and an event are fresh lists:', () => {
  it('me.changed, also where my card stands in requests', () => {
    const before = world({ requests: [bobToAlice] })
    const changed = me({ name: 'Alicia', presence: 'busy', settings: { theme: 'dark' } })
    const card = { ...alice, name: 'Alicia' }
    return lawHolds(before, 'me.changed', { me: changed }, { ...before, me: changed, requests: [{ ...bobToAlice, to_user: card }] })
  })

  it('user.changed in friends, requests, blocks and cards', async () => {
    const renamed = { ...bob, name: 'Robert', avatar: '/media/b.webp' }
    const before = world({ requests: [bobToAlice], blocks: [bob] })
    const after = world({ friends: [friend(renamed)], requests: [{ ...bobToAlice, from_user: renamed }], blocks: [renamed] })
    await lawHolds(before, 'user.changed', { user: renamed }, after)
    const other = { ...charlie, signature: 'new' }
    await lawHolds(world(), 'user.changed', { user: other }, world({ users: [other] }))
  })

  it('friend.added', () => {
    const added = friend(charlie, { remark: 'C' })
    return lawHolds(world(), 'friend.added', { friend: added }, world({ friends: [friend(bob), added] }))
  })

  it('friend.changed', () => {
    const changed = friend(bob, { remark: 'Bobby', friend_group: 11 })
    return lawHolds(world(), 'friend.changed', { friend: changed }, world({ friends: [changed] }))
  })

  it('friend.removed, whose presence is no longer seen', () =>
    lawHolds(world(), 'friend.removed', { user: 2 }, world({ friends: [], presence: { '1': 'online' } })))

  it('friend_groups.changed', () => {
    const groups = [group(11), group(10, { name: '', is_default: true, position: 1 })]
    return lawHolds(world(), 'friend_groups.changed', { friend_groups: groups }, world({ friend_groups: groups }))
  })

  it('friend_request.changed: made, answered, seen, asked again', async () => {
    const older = request(2, charlie, alice, { seen: true })
    const made = { ...bobToAlice, created_at: '2026-11-23T09:00:00.000000Z' }
    await lawHolds(world({ requests: [older] }), 'friend_request.changed', { request: made }, world({ requests: [made, older] }))
    const answered = { ...made, state: 'accepted' as const, seen: true, answered_at: '2026-11-23T10:00:00.000000Z' }
    await lawHolds(world({ requests: [made, older] }), 'friend_request.changed', { request: answered }, world({ requests: [answered, older] }))
    const again = { ...older, created_at: '2026-11-23T11:00:00.000000Z', seen: false }
    await lawHolds(world({ requests: [made, older] }), 'friend_request.changed', { request: again }, world({ requests: [again, made] }))
  })

  it('block.added and block.removed', async () => {
    await lawHolds(world(), 'block.added', { user: charlie }, world({ blocks: [charlie] }))
    await lawHolds(world({ blocks: [charlie] }), 'block.removed', { user: 3 }, world())
  })

  it('device.added and device.removed', async () => {
    const here = device(1, { is_current: true })
    const added = device(2, { last_seen_at: '2026-11-23T09:00:00.000000Z' })
    await lawHolds(world(), 'device.added', { device: added }, world({ devices: [added, here] }))
    await lawHolds(world({ devices: [added, here] }), 'device.removed', { device: 2 }, world())
  })

  it('presence.changed: of a friend, of mine, and gone', async () => {
    await lawHolds(world(), 'presence.changed', { user: 2, presence: 'dnd' }, world({ presence: { '1': 'online', '2': 'dnd' } }))
    await lawHolds(world(), 'presence.changed', { user: 1, presence: 'invisible' }, world({ presence: { '1': 'invisible', '2': 'away' } }))
    await lawHolds(world(), 'presence.changed', { user: 2, presence: 'offline' }, world({ presence: { '1': 'online' } }))
  })

  it('there is no other event but site.changed, which is told anew with each connection', () => {
    expect(Object.keys(events).filter((name) => !lookedAt.has(name))).toEqual(['site.changed'])
  })
})

describe('loading', () => {
  it('leaves alone what a reset of other streams does not concern', async () => {
    now = world()
    const asked = serveWorld(() => now)
    await load({ kind: 'reset', streams: ['c12'] })
    expect(asked).toEqual([])
    await load({ kind: 'reset', streams: [] })
    expect(asked).toContain('GET /api/friends/')
  })

  it('asks for devices only once somebody wanted to know', async () => {
    now = world()
    const asked = serveWorld(() => now)
    await load({ kind: 'start' })
    expect(asked).not.toContain('GET /api/me/devices/')
    hear('device.added', { device: device(5) })
    expect(useDevices().devices).toBeNull()
  })

  it('leaves nothing of a user who signed out', async () => {
    now = world({ requests: [bobToAlice], blocks: [charlie] })
    await loadAll()
    clear()
    expect(held()).toEqual({ me: null, friends: [], groups: [], requests: [], blocks: [], unseen: 0, presence: [], devices: null, cards: [] })
    expect(useFriends().loaded).toBe(false)
  })
})
