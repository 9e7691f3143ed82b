/** How each event moves groups and members: the list as it was + the event = the list asked for afresh. */
import type { Announcement, Group, Member } from '../types'

export function afterJoined(group: Group): Group {
  return { ...group, member_count: group.member_count + 1 }
}

export function afterLeft(group: Group): Group {
  return { ...group, member_count: Math.max(0, group.member_count - 1) }
}

/** A role is another; one who became `owner` is the group's. */
export function afterRoleChange(group: Group, member: Member): Group {
  return member.role === 'owner' ? { ...group, owner: member.user.id } : group
}

/** Members in the order of their coming, with this one as they are now. */
export function withMember(members: readonly Member[], member: Member): readonly Member[] {
  const known = members.some((one) => one.user.id === member.user.id)
  return known ? members.map((one) => (one.user.id === member.user.id ? member : one)) : [...members, member]
}

export function withoutMember(members: readonly Member[], user: number): readonly Member[] {
  return members.filter((member) => member.user.id !== user)
}

/** Newest first. */
export function withAnnouncement(announcements: readonly Announcement[], posted: Announcement): readonly Announcement[] {
  return announcements.some((one) => one.id === posted.id) ? announcements : [posted, ...announcements]
}

export function withoutAnnouncement(announcements: readonly Announcement[], removed: number): readonly Announcement[] {
  return announcements.filter((one) => one.id !== removed)
}
