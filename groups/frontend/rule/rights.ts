/** What is offered to whom; the server decides by its own table (docs/group-rights.md). */
import { useSession } from '@ggtalk/session'
import { useMembers } from '../stores/members'
import type { Group, Member } from '../types'

type Role = Member['role']

const RANKS: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 }

/** My role in a group; `member` until its members are here, which are asked for. */
export function myRole(group: Group): Role {
  const me = useSession().userId
  if (group.owner === me) return 'owner'
  return useMembers().wanted(group.id)?.find((member) => member.user.id === me)?.role ?? 'member'
}

/** Whether somebody renames, announces, pins and mentions all: an admin or the owner. */
export function isRuling(mine: Role): boolean {
  return RANKS[mine] >= RANKS.admin
}

/** Whether somebody removes another, mutes them and names them in the group. */
export function isAbove(mine: Role, theirs: Role): boolean {
  return isRuling(mine) && RANKS[theirs] < RANKS[mine]
}
