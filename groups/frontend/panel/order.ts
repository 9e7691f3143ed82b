import { displayName, usePresence } from '@accounts'
import type { Member } from '../types'

const RANKS: Readonly<Record<Member['role'], number>> = { owner: 0, admin: 1, member: 2 }

/** Those with what was typed in their name: owner and admins first, who is there before who is not, else as they came. */
export function inOrder(members: readonly Member[], typed: string): Member[] {
  const presence = usePresence()
  const wanted = typed.trim().toLowerCase()
  const absent = (member: Member) => Number(presence.of(member.user.id) === 'offline')
  return members
    .filter(({ user }) => `${displayName(user)} ${user.name} ${user.account}`.toLowerCase().includes(wanted))
    .sort((a, b) => RANKS[a.role] - RANKS[b.role] || absent(a) - absent(b))
}
