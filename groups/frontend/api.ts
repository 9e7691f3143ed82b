/** What a user can do with groups, as requests. Screens change by the events that follow, not by the answers. */
import { api, call } from '@ggtalk/api/client'
import type { Announcements, Group, GroupCard, GroupHistory, JoinLink, JoinMode, JoinRequest, Member, Nickname } from './types'

/** What a new group is called and how others come to it; without a number it gets the next free one. */
export interface NewGroup {
  name: string
  members: number[]
  number: number | null
  join_mode: JoinMode
  announcement: string
  /** "" or "builtin:3" */
  avatar: string
}

export async function fetchGroups(): Promise<Group[]> {
  return call(api.GET('/api/groups/'))
}

export async function fetchGroup(group: number): Promise<Group> {
  return call(api.GET('/api/groups/{group}/', { params: { path: { group } } }))
}

export async function fetchMembers(group: number): Promise<Member[]> {
  return call(api.GET('/api/groups/{group}/members/', { params: { path: { group } } }))
}

/** The names of members, given as `<group>:<user>` separated by commas, who have one of their own there. */
export async function fetchNicknames(of: string): Promise<Nickname[]> {
  return call(api.GET('/api/groups/nicknames/', { params: { query: { of } } }))
}

/** Makes a group of me and these friends; answers with its id and its conversation's. */
export async function createGroup(body: NewGroup): Promise<{ id: number; conversation: number }> {
  const { id, conversation } = await call(api.POST('/api/groups/', { body }))
  return { id, conversation: conversation.id }
}

/** One page of groups that I can join or ask to join. */
export async function findGroups(search: string, after?: number): Promise<{ groups: GroupCard[]; next: number | null }> {
  return call(api.GET('/api/groups/find/', { params: { query: { search, ...(after !== undefined && { after }) } } }))
}

/** Those of these groups (100 at most) that I could find or am in. */
export async function fetchCards(groups: readonly number[]): Promise<GroupCard[]> {
  return call(api.GET('/api/groups/cards/', { params: { query: { ids: groups.join(',') } } }))
}

/** Brings friends of mine in. */
export async function addMembers(group: number, members: number[]): Promise<void> {
  await call(api.POST('/api/groups/{group}/members/', { params: { path: { group } }, body: { members } }))
}

export async function renameGroup(group: number, name: string): Promise<void> {
  await call(api.PATCH('/api/groups/{group}/', { params: { path: { group } }, body: { name } }))
}

/** Gives a group a built-in picture, or the generated one with "". */
export async function chooseAvatar(group: number, avatar: string): Promise<void> {
  await call(api.PATCH('/api/groups/{group}/', { params: { path: { group } }, body: { avatar } }))
}

/** Stores a picture as a group's: PNG, JPEG or WebP, 5 MiB at most. */
export async function uploadAvatar(group: number, picture: Blob): Promise<void> {
  const headers = { 'Content-Type': picture.type }
  await call(api.PUT('/api/groups/{group}/avatar/', { params: { path: { group } }, headers, body: '', bodySerializer: () => picture }))
}

export async function dissolveGroup(group: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/', { params: { path: { group } } }))
}

/** Makes a member an admin, or a member again. */
export async function setRole(group: number, user: number, role: 'admin' | 'member'): Promise<void> {
  await call(api.PATCH('/api/groups/{group}/members/{user}/', { params: { path: { group, user } }, body: { role } }))
}

/** What a member is called in the group; empty for their name. */
export async function setNickname(group: number, user: number, nickname: string): Promise<void> {
  await call(api.PATCH('/api/groups/{group}/members/{user}/', { params: { path: { group, user } }, body: { nickname } }))
}

/** Whether members may write to each other without being friends. */
export async function setPrivateChat(group: number, allowed: boolean): Promise<void> {
  await call(api.PATCH('/api/groups/{group}/', { params: { path: { group } }, body: { allows_private_chat: allowed } }))
}

/** Mutes a member for so long, or until it is lifted. */
export async function silenceMember(group: number, user: number, seconds: number | null): Promise<void> {
  await call(api.POST('/api/groups/{group}/members/{user}/silence/', { params: { path: { group, user } }, body: { seconds } }))
}

export async function endSilence(group: number, user: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/members/{user}/silence/', { params: { path: { group, user } } }))
}

/** Mutes everybody but owner and admins for so long, or until it is lifted. */
export async function silenceEverybody(group: number, seconds: number | null): Promise<void> {
  await call(api.POST('/api/groups/{group}/silence/', { params: { path: { group } }, body: { seconds } }))
}

export async function endSilenceOfEverybody(group: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/silence/', { params: { path: { group } } }))
}

export async function removeMember(group: number, user: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/members/{user}/', { params: { path: { group, user } } }))
}

/** Makes another member the owner; I am an admin from then on. */
export async function handOver(group: number, user: number): Promise<void> {
  await call(api.POST('/api/groups/{group}/owner/', { params: { path: { group } }, body: { user } }))
}

export async function fetchAnnouncements(group: number): Promise<Announcements> {
  return call(api.GET('/api/groups/{group}/announcements/', { params: { path: { group } } }))
}

export async function announce(group: number, text: string): Promise<void> {
  await call(api.POST('/api/groups/{group}/announcements/', { params: { path: { group } }, body: { text } }))
}

export async function takeBack(group: number, announcement: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/announcements/{announcement}/', { params: { path: { group, announcement } } }))
}

/** I have read all of them. */
export async function seeAnnouncements(group: number): Promise<void> {
  await call(api.POST('/api/groups/{group}/announcements/seen/', { params: { path: { group } } }))
}

export async function leaveGroup(group: number): Promise<void> {
  await call(api.POST('/api/groups/{group}/leave/', { params: { path: { group } } }))
}

export async function setJoinMode(group: number, mode: JoinMode): Promise<void> {
  await call(api.POST('/api/groups/{group}/join_mode/', { params: { path: { group } }, body: { join_mode: mode } }))
}

/** Says how much those read who come in from now on. */
export async function setHistory(group: number, history: GroupHistory): Promise<void> {
  await call(api.POST('/api/groups/{group}/history/', { params: { path: { group } }, body: { history } }))
}

/** Joins a group, or asks its owner and admins to; true when I am in. */
export async function joinGroup(group: number, note: string): Promise<boolean> {
  return (await call(api.POST('/api/groups/{group}/join/', { params: { path: { group } }, body: { note } }))).request === null
}

export async function fetchJoinRequests(): Promise<JoinRequest[]> {
  return call(api.GET('/api/groups/requests/'))
}

/** I have seen how mine were answered. */
export async function seeAnswers(): Promise<void> {
  await call(api.POST('/api/groups/requests/seen/'))
}

export async function acceptJoin(request: number): Promise<void> {
  await call(api.POST('/api/groups/requests/{join_request}/accept/', { params: { path: { join_request: request } } }))
}

/** Takes back what I asked. */
export async function withdrawJoin(request: number): Promise<void> {
  await call(api.DELETE('/api/groups/requests/{join_request}/', { params: { path: { join_request: request } } }))
}

export async function refuseJoin(request: number, reason: string): Promise<void> {
  await call(api.POST('/api/groups/requests/{join_request}/refuse/', { params: { path: { join_request: request } }, body: { reason } }))
}

export async function fetchLinks(group: number): Promise<JoinLink[]> {
  return call(api.GET('/api/groups/{group}/links/', { params: { path: { group } } }))
}

/** Makes a link into a group and answers with its secret, told only now. null: it never expires, any number. */
export async function makeLink(group: number, hours: number | null, uses: number | null): Promise<string> {
  const body = { expires_in_hours: hours, most_uses: uses }
  return (await call(api.POST('/api/groups/{group}/links/', { params: { path: { group } }, body }))).token
}

export async function revokeLink(group: number, link: number): Promise<void> {
  await call(api.DELETE('/api/groups/{group}/links/{link}/', { params: { path: { group, link } } }))
}

/** The group that a link leads into. */
export async function lookAtLink(token: string): Promise<GroupCard> {
  return call(api.POST('/api/groups/links/look/', { body: { token } }))
}

/** Comes into the group of a link; false when its owner and admins have to answer first. */
export async function joinByLink(token: string): Promise<boolean> {
  return (await call(api.POST('/api/groups/links/join/', { body: { token } }))).request === null
}
