import type { LoadReason } from '@ggtalk/module'
import type { EventHandlers } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { noteGone } from './entry/remembered'
import { useDevices } from './stores/devices'
import { useFriends } from './stores/friends'
import { useMe } from './stores/me'
import { usePresence } from './stores/presence'
import { useSite } from './stores/site'
import { useUsers } from './stores/users'

/** How each event moves the stores. */
export const events: EventHandlers = {
  'me.changed': (payload) => {
    useMe().changed(payload)
    useFriends().meIs(payload)
  },
  'user.changed': (payload) => {
    useFriends().userIs(payload)
    useUsers().userIs(payload)
  },
  'friend.added': (payload) => useFriends().friendIs(payload),
  'friend.changed': (payload) => useFriends().friendIs(payload),
  'friend.removed': (payload) => {
    useFriends().friendRemoved(payload)
    usePresence().forget(payload)
    useUsers().doubt(payload.user)
  },
  'friend_groups.changed': (payload) => useFriends().groupsAre(payload),
  'friend_request.changed': (payload) => useFriends().requestIs(payload),
  'block.added': (payload) => useFriends().blockAdded(payload),
  'block.removed': (payload) => {
    useFriends().blockRemoved(payload)
    useUsers().doubt(payload.user)
  },
  'device.added': (payload) => useDevices().added(payload),
  'device.removed': (payload) => useDevices().removed(payload),
  'presence.changed': (payload) => usePresence().changed(payload),
  'site.changed': (payload) => useSite().changed(payload),
}

/** Fresh lists, where my own stream is among what must be loaded. */
export async function load(reason: LoadReason): Promise<void> {
  const concerned = reason.kind === 'start' || reason.streams.length === 0 || reason.streams.includes(`u${useSession().userId}`)
  if (concerned) await Promise.all([useMe().load(), useFriends().load(), useUsers().load(), useDevices().reload()])
}

/** A new line: presence is not kept in any stream, so it is asked for. */
export function live(): void {
  usePresence().follow()
}

export function clear(): void {
  noteGone(useMe().me?.id)
  for (const store of [useMe(), useFriends(), usePresence(), useUsers(), useDevices(), useSite()]) store.clear()
}
