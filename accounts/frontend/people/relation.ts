import { canOpenChat } from '../registry'
import { useFriends } from '../stores/friends'
import { useUsers } from '../stores/users'
import type { FriendRequest } from '../types'

/** How somebody and I stand. `asked`: I have asked them to be friends; `asking`: they have asked me. A friend I have blocked is `blocked`. */
export type Relation = 'me' | 'friend' | 'blocked' | 'asked' | 'asking' | 'nobody'

export function relation(userId: number): Relation {
  const { blocks, requests, relationTo } = useFriends()
  const known = relationTo(userId)
  if (blocks.has(userId)) return 'blocked'
  if (known) return known
  if (requestFrom(userId)) return 'asking'
  return requests.some((request) => request.to_user.id === userId && request.state === 'pending') ? 'asked' : 'nobody'
}

/** Their request that waits for my answer. */
export function requestFrom(userId: number): FriendRequest | undefined {
  return useFriends().requests.find((request) => request.from_user.id === userId && request.state === 'pending')
}

/** Whether I may write to somebody: a friend, or whom the server names, which is asked the first time. It has the last word. */
export function mayChat(userId: number): boolean {
  const now = relation(userId)
  if (now === 'me' || now === 'blocked' || !canOpenChat.value) return false
  return now === 'friend' || useUsers().mayWrite(userId)
}
