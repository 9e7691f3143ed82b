/** What accounts calls the things on the wire; their shapes are the generated schema's. */
import type { EventPayload, Schemas } from '@ggtalk/realtime/types'

export type User = Schemas['UserData']
export type Person = Schemas['PersonData']
export type Me = Schemas['MeData']
export type Friend = Schemas['FriendData']
export type FriendGroup = Schemas['FriendGroupData']
export type FriendRequest = Schemas['FriendRequestData']
export type Device = Schemas['DeviceData']
export type ChosenPresence = Me['presence']
export type OwnPresence = EventPayload<'presence.changed'>['presence']
export type Registration = 'open' | 'invite' | 'closed'

export const CHOSEN_PRESENCES = ['online', 'away', 'busy', 'dnd', 'invisible'] as const satisfies readonly ChosenPresence[]
