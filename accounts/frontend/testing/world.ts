/** A small server for tests: it holds lists, answers the requests that load them, takes whatever is done, and nothing else is faked. */
import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import type { Device, Friend, FriendGroup, FriendRequest, Me, OwnPresence, User } from '../types'

export interface World {
  me: Me
  friends: Friend[]
  friend_groups: FriendGroup[]
  requests: FriendRequest[]
  /** older ones, which come when they are asked for */
  older: FriendRequest[]
  blocks: User[]
  devices: Device[]
  presence: Record<string, OwnPresence>
  /** everybody the server knows, beyond those in the lists */
  users: User[]
  /** ids of strangers who may be written to */
  writable: number[]
}

export const alice: User = { id: 1, account: '10001', name: 'Alice', signature: 'Hi', avatar: '' }
export const bob: User = { id: 2, account: '10002', name: 'Bob', signature: '', avatar: 'builtin:3' }
export const charlie: User = { id: 3, account: '10003', name: 'Charlie', signature: '', avatar: '' }

const AT = '2026-11-23T08:00:00.000000Z'

export function me(change: Partial<Me> = {}): Me {
  return { ...alice, email: '', phone: '', presence: 'online', settings: {}, is_staff: false, ...change }
}

export function friend(user: User, change: Partial<Friend> = {}): Friend {
  return { user, remark: '', friend_group: 10, since: AT, ...change }
}

export function group(id: number, change: Partial<FriendGroup> = {}): FriendGroup {
  return { id, name: `Group ${id}`, position: 0, is_default: false, ...change }
}

export function request(id: number, from_user: User, to_user: User, change: Partial<FriendRequest> = {}): FriendRequest {
  return { id, from_user, to_user, note: '', state: 'pending', reason: '', created_at: AT, answered_at: null, seen: false, ...change }
}

export function device(id: number, change: Partial<Device> = {}): Device {
  return { id, name: 'Firefox', kind: 'browser', address: '192.0.2.1', created_at: AT, last_seen_at: AT, is_current: false, ...change }
}

/** Alice with her friend Bob. */
export function world(change: Partial<World> = {}): World {
  return {
    me: me(),
    friends: [friend(bob)],
    friend_groups: [group(10, { name: '', is_default: true })],
    requests: [],
    older: [],
    blocks: [],
    devices: [device(1, { is_current: true })],
    presence: { '1': 'online', '2': 'away' },
    users: [charlie],
    writable: [],
    ...change,
  }
}

/** Lets requests be answered from this world from now on; gives the paths that were asked for. */
export function serveWorld(current: () => World): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', (input: Request) => {
    const { pathname, searchParams, search } = new URL(input.url)
    asked.push(`${input.method} ${pathname}${search}`)
    if (input.method !== 'GET') return Promise.resolve(new Response(null, { status: 204 }))
    return Promise.resolve(Response.json(answer(pathname, searchParams, current())))
  })
  return asked
}

/** Stores as in a page that was just opened. */
export function freshStores(): void {
  setActivePinia(createPinia())
}

function answer(path: string, query: URLSearchParams, now: World): unknown {
  if (path === '/api/me/') return now.me
  if (path === '/api/me/devices/') return now.devices
  if (path === '/api/presence/') return { presence: now.presence }
  if (path === '/api/friends/') {
    return { friends: now.friends, friend_groups: now.friend_groups, requests: now.requests, requests_next: now.older.length > 0 ? (now.requests.at(-1)?.id ?? 0) : null, blocks: now.blocks }
  }
  if (path === '/api/friends/requests/') return { requests: now.older, next: null }
  if (path !== '/api/users/') throw new Error(`nobody answers ${path}`)
  const ids = (query.get('ids') ?? '').split(',').map(Number)
  const users = now.users.filter((user) => ids.includes(user.id)).map((user) => ({ ...user, may_write: now.writable.includes(user.id) }))
  return { users, next: null }
}
