import { defineKept } from '@ggtalk/storage/kept'
import { useFriends, type FriendLists } from './stores/friends'
import { useMe } from './stores/me'
import { useUsers } from './stores/users'
import type { Me, User } from './types'

/** The only entry of a list is called so. */
const ALL = 'all'

/** What this browser keeps of people, to begin with where the server is not reached. */
export const keptLists = [
  defineKept<string, Me>('accounts.kept_me', () => only(useMe().me), (kept) => useMe().restore(kept.get(ALL) ?? null)),
  defineKept<string, FriendLists>('accounts.kept_friends', () => only(useFriends().lists), (kept) => {
    const lists = kept.get(ALL)
    if (lists) useFriends().restore(lists)
  }),
  defineKept<number, User>('accounts.kept_users', () => useUsers().found(), (kept) => useUsers().learn(kept.values())),
]

function only<Value>(value: Value | null): Map<string, Value> {
  return new Map(value === null ? [] : [[ALL, value]])
}
