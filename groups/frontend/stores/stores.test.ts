import { useConnection } from '@ggtalk/realtime/connection'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Group, Member } from '../types'
import { useAnnouncements } from './announcements'
import { useGroups } from './groups'
import { afterJoined, afterLeft, afterRoleChange, withAnnouncement, withMember, withoutAnnouncement, withoutMember } from './law'

const [ALICE, BOB, CHARLIE] = [1, 2, 3]

function group(what: Partial<Group> = {}): Group {
  return { id: 7, number: 100_007, name: 'Friday', avatar: '', owner: ALICE, conversation: 13, member_count: 2, join_mode: 'invitation', history: 'from_joining', silenced_until: null, allows_private_chat: true, ...what }
}

function member(id: number, role: Member['role'] = 'member'): Member {
  const user = { id, account: String(10_000 + id), name: `user ${id}`, signature: '', avatar: '' }
  return { user, nickname: '', role, silenced_until: null, joined_at: '2026-11-23T06:00:00.000000Z' }
}

beforeEach(() => setActivePinia(createPinia()))

describe('old list + event = fresh list', () => {
  it('group.joined and group.left', () => {
    useGroups().joined({ group: group() })
    expect([...useGroups().groups.values()]).toEqual([group()])
    expect(useGroups().byConversation.get(13)).toEqual(group())
    useGroups().left({ group: 7 })
    expect([...useGroups().groups.values()]).toEqual([])
  })

  it('group.changed, of a group I am in', () => {
    useGroups().joined({ group: group() })
    useGroups().changed(group({ name: 'Saturday' }))
    useGroups().changed(group({ id: 8 }))
    expect([...useGroups().groups.values()]).toEqual([group({ name: 'Saturday' })])
  })

  it('member.joined, member.left and member.changed in the group', () => {
    expect(afterJoined(group())).toEqual(group({ member_count: 3 }))
    expect(afterLeft(group())).toEqual(group({ member_count: 1 }))
    expect(afterRoleChange(group(), member(BOB, 'owner'))).toEqual(group({ owner: BOB }))
    expect(afterRoleChange(group(), member(BOB, 'admin'))).toEqual(group())
  })

  it('the same in the list of members, each of them once', () => {
    const before = [member(ALICE, 'owner'), member(BOB)]
    expect(withMember(before, member(CHARLIE))).toEqual([...before, member(CHARLIE)])
    expect(withMember(before, member(BOB, 'admin'))).toEqual([before[0], member(BOB, 'admin')])
    expect(withoutMember(before, BOB)).toEqual([before[0]])
    expect(withoutMember(before, CHARLIE)).toEqual(before)
  })

  it('announcement.posted and announcement.removed, newest first, each once', () => {
    const made = (id: number) => ({ id, author: ALICE, text: `read ${id}`, created_at: '2026-11-26T06:00:00.000000Z' })
    const [old, fresh] = [made(1), made(2)]
    expect(withAnnouncement([old], fresh)).toEqual([fresh, old])
    expect(withAnnouncement([fresh, old], fresh)).toEqual([fresh, old])
    expect(withoutAnnouncement([fresh, old], 2)).toEqual([old])
    useAnnouncements().posted({ group: 8, announcement: old })
    expect(useAnnouncements().announcements).toBeNull()
  })

  it('an event of somebody else’s group changes nothing', () => {
    useGroups().joined({ group: group() })
    useGroups().memberJoined({ group: 8, member: member(CHARLIE) })
    expect(useConnection().state).toBe('offline')
    expect([...useGroups().groups.values()]).toEqual([group()])
  })
})
