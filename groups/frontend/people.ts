import { isRuling, myRole } from './rule/rights'
import { useGroups } from './stores/groups'
import { useMembers } from './stores/members'
import { useNicknames } from './stores/nicknames'
import type { Member } from './types'

/** Ids of a group's members, by conversation; fetched when first asked for. */
export function peopleOf(conversation: number): readonly number[] {
  const group = useGroups().byConversation.get(conversation)
  return (group && useMembers().wanted(group.id)?.map((member) => member.user.id)) ?? []
}

const nicknames = new WeakMap<readonly Member[], ReadonlyMap<number, string>>()

/** What a member wants to be called; null for their name, empty while it is on its way. */
export function nicknameIn(conversation: number, user: number): string | null {
  const group = useGroups().byConversation.get(conversation)
  if (!group) return null
  const list = useMembers().of(group.id)
  return list ? (namesIn(list).get(user) ?? null) : known(useNicknames().of(group.id, user))
}

function known(nickname: string | undefined): string | null {
  return nickname === undefined ? '' : nickname || null
}

function namesIn(list: readonly Member[]): ReadonlyMap<number, string> {
  let names = nicknames.get(list)
  if (!names) nicknames.set(list, (names = new Map(list.filter(({ nickname }) => nickname).map((member) => [member.user.id, member.nickname]))))
  return names
}

/** Whether I am owner or admin of the group of a conversation; the server has the last word. */
export function mayRule(conversation: number): boolean {
  const group = useGroups().byConversation.get(conversation)
  return group !== undefined && isRuling(myRole(group))
}
