import { isRuling, myRole } from './rule/rights'
import { useGroups } from './stores/groups'
import { useMembers } from './stores/members'
import type { Member } from './types'

/** Ids of a group's members, by conversation; fetched when first asked for. */
export function peopleOf(conversation: number): readonly number[] {
  const group = useGroups().byConversation.get(conversation)
  return (group && useMembers().wanted(group.id)?.map((member) => member.user.id)) ?? []
}

const nicknames = new WeakMap<readonly Member[], ReadonlyMap<number, string>>()

/** What a member wants to be called; null for their name, and while nobody has looked at the group's members. */
export function nicknameIn(conversation: number, user: number): string | null {
  const group = useGroups().byConversation.get(conversation)
  const list = group && useMembers().of(group.id)
  if (!list) return null
  let known = nicknames.get(list)
  if (!known) nicknames.set(list, (known = new Map(list.filter(({ nickname }) => nickname).map((member) => [member.user.id, member.nickname]))))
  return known.get(user) ?? null
}

/** Whether I am owner or admin of the group of a conversation; the server has the last word. */
export function mayRule(conversation: number): boolean {
  const group = useGroups().byConversation.get(conversation)
  return group !== undefined && isRuling(myRole(group))
}
