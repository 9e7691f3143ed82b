/** What a user can do about friends, as requests. Screens change by the events that follow, not by the answers. */
import { api, call } from '@ggtalk/api/client'
import type { FriendRequest } from './types'

export async function requestFriend(user: number, note: string, friend_group: number): Promise<FriendRequest> {
  return call(api.POST('/api/friends/requests/', { body: { user, note, friend_group } }))
}

export async function acceptRequest(id: number, answer: { friend_group: number; remark: string }): Promise<void> {
  await call(api.POST('/api/friends/requests/{id}/accept/', { params: { path: { id } }, body: answer }))
}

export async function refuseRequest(id: number, reason: string): Promise<void> {
  await call(api.POST('/api/friends/requests/{id}/refuse/', { params: { path: { id } }, body: { reason } }))
}

export async function seeRequests(): Promise<void> {
  await call(api.POST('/api/friends/requests/seen/'))
}

export async function changeFriend(user: number, change: { remark?: string; friend_group?: number }): Promise<void> {
  await call(api.PATCH('/api/friends/{user}/', { params: { path: { user } }, body: change }))
}

export async function removeFriend(user: number): Promise<void> {
  await call(api.DELETE('/api/friends/{user}/', { params: { path: { user } } }))
}

/** Gives the new group's id. */
export async function createFriendGroup(name: string): Promise<number> {
  return (await call(api.POST('/api/friends/groups/', { body: { name } }))).id
}

/** position: a place among the groups, counted from 0 */
export async function changeFriendGroup(id: number, change: { name?: string; position?: number }): Promise<void> {
  await call(api.PATCH('/api/friends/groups/{id}/', { params: { path: { id } }, body: change }))
}

/** move_to: where the friends of a group that is not empty go */
export async function deleteFriendGroup(id: number, move_to?: number): Promise<void> {
  const query = move_to === undefined ? {} : { move_to }
  await call(api.DELETE('/api/friends/groups/{id}/', { params: { path: { id }, query } }))
}

export async function blockUser(user: number): Promise<void> {
  await call(api.POST('/api/blocks/', { body: { user } }))
}

export async function unblockUser(user: number): Promise<void> {
  await call(api.DELETE('/api/blocks/{user}/', { params: { path: { user } } }))
}
