import { isRuling, myRole } from './rule/rights'
import { useGroups } from './stores/groups'
import { useMembers } from './stores/members'

/** Ids of a group's members, by conversation; fetched when first asked for. */
export function peopleOf(conversation: number): readonly number[] {
  const group = useGroups().byConversation.get(conversation)
  return (group && useMembers().wanted(group.id)?.map((member) => member.user.id)) ?? []
}

/** Whether I am owner or admin of the group of a conversation; the server has the last word. */
export function mayRule(conversation: number): boolean {
  const group = useGroups().byConversation.get(conversation)
  return group !== undefined && isRuling(myRole(group))
}
