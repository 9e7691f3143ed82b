import { displayName, useFriends, usePresence } from '@accounts'
import type { Member } from '../types'

const RANKS: Readonly<Record<Member['role'], number>> = { owner: 0, admin: 1, member: 2 }

/** What I call a member: my remark, else their name in the group, else their name. */
export function calledHere({ user, nickname }: Member): string {
  const remark = useFriends().friends.get(user.id)?.remark ?? ''
  return remark === '' && nickname !== '' ? nickname : displayName(user)
}

/** Those with what was typed in their name: owner and admins first, who is there before who is not, else as they came. */
export function inOrder(members: readonly Member[], typed: string): Member[] {
  const presence = usePresence()
  const wanted = typed.trim().toLowerCase()
  const absent = (member: Member) => Number(presence.of(member.user.id) === 'offline')
  return members
    .filter(({ user, nickname }) => `${displayName(user)} ${nickname} ${user.name} ${user.account}`.toLowerCase().includes(wanted))
    .sort((a, b) => RANKS[a.role] - RANKS[b.role] || absent(a) - absent(b))
}
