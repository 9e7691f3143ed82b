import type { EventName, EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clear, events, live, load } from './module'
import { useAnnouncements } from './stores/announcements'
import { useGroups } from './stores/groups'
import { useJoinLinks } from './stores/joinLinks'
import { useJoinRequests } from './stores/joinRequests'
import { useMembers } from './stores/members'
import { useNicknames } from './stores/nicknames'
import type { Announcement, Group, JoinLink, JoinRequest, Member } from './types'

const [ALICE, BOB, DORA] = [1, 2, 3]
const AT = '2026-11-23T06:00:00.000000Z'

/** What the server would tell Alice of her group with Bob. */
interface World {
  groups: Group[]
  members: Member[]
  announcements: Announcement[]
  requests: JoinRequest[]
  links: JoinLink[]
}

function group(what: Partial<Group> = {}): Group {
  return { id: 7, number: 100_007, name: 'Friday', avatar: '', owner: ALICE, conversation: 13, member_count: 2, join_mode: 'approval', history: 'from_joining', silenced_until: null, allows_private_chat: true, ...what }
}

function member(id: number, what: Partial<Member> = {}): Member {
  const user = { id, account: String(10_000 + id), name: `user ${id}`, signature: '', avatar: '' }
  return { user, nickname: '', role: 'member', silenced_until: null, joined_at: AT, ...what }
}

function request(id: number, user: number): JoinRequest {
  return { id, group: 7, number: 100_007, name: 'Friday', user, invited_by: null, note: 'me', state: 'pending', reason: '', answered_by: null, seen: false, created_at: AT, answered_at: null }
}

const announcement = (id: number): Announcement => ({ id, author: ALICE, text: `read ${id}`, created_at: AT })
const link = (id: number): JoinLink => ({ id, made_by: ALICE, created_at: AT, expires_at: null, most_uses: null, uses: 0 })
const alice = member(ALICE, { role: 'owner' })
const bob = member(BOB, { nickname: 'Bobby' })
const before: World = {
  groups: [group()],
  members: [alice, bob],
  announcements: [announcement(1)],
  requests: [request(1, DORA)],
  links: [link(1)],
}

function answer(path: string, now: World): unknown {
  if (path === '/api/groups/') return now.groups
  if (path === '/api/groups/7/') return now.groups[0]
  if (path === '/api/groups/7/members/') return now.members
  if (path === '/api/groups/7/announcements/') return { announcements: now.announcements, read_counts: now.announcements.map(() => 0) }
  if (path === '/api/groups/7/links/') return now.links
  if (path === '/api/groups/requests/') return now.requests
  if (path !== '/api/groups/nicknames/') throw new Error(`nobody answers ${path}`)
  return now.members.filter(({ nickname }) => nickname).map(({ user, nickname }) => ({ group: 7, user: user.id, nickname }))
}

/** A page that has just been opened, and shows everything it can. */
async function opened(now: () => World): Promise<void> {
  clear()
  setActivePinia(createPinia())
  useSession().userId = ALICE
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(Response.json(answer(new URL(request.url).pathname, now()))))
  await load()
  await Promise.all([useMembers().load(7), useAnnouncements().look(7), useJoinLinks().look(7)])
  useNicknames().of(7, BOB)
  await vi.waitFor(() => expect(useNicknames().of(7, BOB)).toBeDefined())
}

function held(): unknown {
  return {
    groups: [...useGroups().groups.values()],
    members: useMembers().of(7),
    announcements: useAnnouncements().announcements,
    requests: useJoinRequests().all,
    links: useJoinLinks().links,
    nickname: useNicknames().of(7, BOB),
  }
}

function hear<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
  events[name]?.(payload, { stream: 'c13', seq: 43, type: name, payload })
}

/** The law: old lists + event = fresh lists; also where a line that has just come tells what the lists contain already. */
async function lawHolds<Name extends EventName>(name: Name, payload: EventPayload<Name>, change: Partial<World>): Promise<void> {
  const after = { ...before, ...change }
  await opened(() => after)
  const fresh = held()
  let now = before
  await opened(() => now)
  now = after
  hear(name, payload)
  await vi.waitFor(() => expect(held()).toEqual(fresh))
  hear(name, payload)
  live()
  await vi.waitFor(() => expect(held()).toEqual(fresh))
}

const renamed = { ...bob.user, name: 'Robert' }
const myself = { ...alice.user, name: 'Alicia' }

const laws: Record<string, () => Promise<void>> = {
  'group.joined': () => lawHolds('group.joined', { group: group({ id: 8 }) }, { groups: [group(), group({ id: 8 })] }),
  'group.changed': () => lawHolds('group.changed', { group: group({ name: 'Saturday' }) }, { groups: [group({ name: 'Saturday' })] }),
  'group.left': () => lawHolds('group.left', { group: 7 }, { groups: [] }),
  'member.joined': () => lawHolds('member.joined', { group: 7, member: member(DORA) }, { groups: [group({ member_count: 3 })], members: [alice, bob, member(DORA)] }),
  'member.changed': () => {
    const heir = { ...bob, role: 'owner' as const, nickname: 'Boss' }
    return lawHolds('member.changed', { group: 7, member: heir }, { groups: [group({ owner: BOB })], members: [alice, heir] })
  },
  'member.left': () => lawHolds('member.left', { group: 7, user: BOB }, { groups: [group({ member_count: 1 })], members: [alice] }),
  'announcement.posted': () => lawHolds('announcement.posted', { group: 7, announcement: announcement(2) }, { announcements: [announcement(2), announcement(1)] }),
  'announcement.removed': () => lawHolds('announcement.removed', { group: 7, announcement: 1 }, { announcements: [] }),
  'join_links.changed': () => lawHolds('join_links.changed', { group: 7 }, { links: [link(2), link(1)] }),
  'join_request.changed': () => lawHolds('join_request.changed', { request: request(2, 9) }, { requests: [request(2, 9), request(1, DORA)] }),
  'join_request.removed': () => lawHolds('join_request.removed', { request: 1 }, { requests: [] }),
  'block.added': () => lawHolds('block.added', { user: member(DORA).user }, { requests: [] }),
  'block.removed': () => lawHolds('block.removed', { user: 9 }, { requests: [request(2, 9), request(1, DORA)] }),
  'me.changed': () => lawHolds('me.changed', { me: { ...myself, email: '', phone: '', presence: 'online', settings: {}, is_staff: false } }, { members: [{ ...alice, user: myself }, bob] }),
  'presence.changed': () => lawHolds('presence.changed', { user: BOB, presence: 'busy' }, {}),
  'user.changed': () => lawHolds('user.changed', { user: renamed }, { members: [alice, { ...bob, user: renamed }] }),
}

beforeEach(() => setActivePinia(createPinia()))

afterEach(() => {
  clear()
  vi.unstubAllGlobals()
})

describe('old lists + event = fresh lists, in everything that is held of groups:', () => {
  it.each(Object.entries(laws))('%s', (_name, law) => law())

  it('there is no other event', () => {
    expect(Object.keys(laws).sort()).toEqual(Object.keys(events).sort())
  })
})
