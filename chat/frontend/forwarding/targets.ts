import { displayName, useFriends } from '@accounts'
import { computed, type ComputedRef } from 'vue'
import { titleOf, useConversations } from '../conversations/conversations'
import { lastActivity } from '../conversations/order'
import { found } from '../list/finding'
import type { Conversation } from '../types'
import type { Target } from './forwarding'

export interface ListedTarget extends Target {
  title: string
  names: readonly string[]
  isGroup: boolean
  /** a group's */
  avatar: string
  activity: number
}

/** Everywhere something can be said: conversations, the last active first, then friends with whom there is none yet. */
export function useTargets(typed: () => string): ComputedRef<ListedTarget[]> {
  const store = useConversations()
  const friends = useFriends()
  return computed(() => {
    const all = [...store.conversations.values()].filter(isOpen)
    const talks = all.map(ofConversation).sort((a, b) => b.activity - a.activity)
    const known = new Set(all.map(({ peer }) => peer?.id))
    const others = [...friends.friends.values()].filter(({ user }) => !known.has(user.id)).map(({ user, remark }) => ({
      key: `friend ${user.id}`, conversation: null, friend: user.id, title: displayName(user), names: [remark, user.name, user.account], isGroup: false, avatar: '', activity: 0,
    }))
    const targets = [...talks, ...others]
    return typed().trim() ? found(targets, typed()) : targets
  })

  function isOpen({ own, kind, peer }: Conversation): boolean {
    if (own.left) return false
    return kind === 'group' || (peer !== null && peer.name !== '' && !friends.blocks.has(peer.id))
  }
}

function ofConversation(conversation: Conversation): ListedTarget {
  const { id, peer, kind, avatar } = conversation
  const title = titleOf(conversation)
  return {
    key: `conversation ${id}`, conversation: id, friend: peer?.id ?? 0, title, names: [title, peer?.name ?? '', peer?.account ?? ''],
    isGroup: kind === 'group', avatar, activity: lastActivity(conversation, []),
  }
}
