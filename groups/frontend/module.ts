import { useUsers } from '@accounts'
import type { EventHandlers } from '@ggtalk/realtime/types'
import { useAnnouncements } from './stores/announcements'
import { useGroups } from './stores/groups'
import { useJoinLinks } from './stores/joinLinks'
import { useJoinRequests } from './stores/joinRequests'
import { useMembers } from './stores/members'
import { useNicknames } from './stores/nicknames'
import { useMemberPresences } from './stores/presences'

/** How each event moves the stores. */
export const events: EventHandlers = {
  'group.joined': (payload) => {
    useGroups().joined(payload)
    useUsers().doubt()
    useNicknames().joined(payload)
  },
  'announcement.posted': (payload) => useAnnouncements().posted(payload),
  'announcement.removed': (payload) => useAnnouncements().removed(payload),
  'group.changed': ({ group }) => {
    useGroups().changed(group)
    useUsers().doubt()
  },
  'group.left': (payload) => {
    useGroups().left(payload)
    useUsers().doubt()
  },
  'member.joined': (payload) => {
    useGroups().memberJoined(payload)
    useUsers().doubt(payload.member.user.id)
    useMembers().memberIs(payload)
    useNicknames().memberIs(payload)
  },
  'member.changed': (payload) => {
    useGroups().memberChanged(payload)
    useMembers().memberIs(payload)
    useNicknames().memberIs(payload)
  },
  'member.left': (payload) => {
    useGroups().memberLeft(payload)
    useUsers().doubt(payload.user)
    useMembers().memberLeft(payload)
    useNicknames().memberLeft(payload)
  },
  'join_links.changed': (payload) => useJoinLinks().changed(payload),
  'join_request.changed': (payload) => useJoinRequests().changed(payload),
  'join_request.removed': (payload) => useJoinRequests().removed(payload),
  'block.added': (payload) => useJoinRequests().blocked(payload),
  'block.removed': () => useJoinRequests().unblocked(),
  'presence.changed': (payload) => useMemberPresences().changed(payload),
  'user.changed': (payload) => useMembers().userIs(payload),
  'me.changed': ({ me: { id, account, name, signature, avatar } }) => useMembers().userIs({ user: { id, account, name, signature, avatar } }),
}

export async function load(): Promise<void> {
  await Promise.all([useGroups().load(), useJoinRequests().load(), useNicknames().load()])
  useMembers().clear()
  useAnnouncements().clear()
}

export function live(): void {
  useGroups().settle().catch(() => undefined)
}

export function clear(): void {
  useGroups().clear()
  useJoinRequests().clear()
  useJoinLinks().leave()
  useNicknames().clear()
  useMembers().clear()
  useMemberPresences().clear()
  useAnnouncements().clear()
}
