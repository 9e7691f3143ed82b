import { displayName, nameOf, useFriends } from '@accounts'
import { groupScreens } from '../groupScreens'
import { useConversations } from './conversations'

/** What I call a user in a conversation: my remark, else their name in the group, else their name; empty while it is on its way. */
export function nameIn(conversation: number, user: number): string {
  const peer = useConversations().conversations.get(conversation)?.peer
  if (peer?.id === user) return displayName(peer)
  const remark = useFriends().friends.get(user)?.remark ?? ''
  return remark === '' ? (groupScreens.value?.nickname(conversation, user) ?? nameOf(user)) : remark
}
