import { api, call } from '@ggtalk/api/client'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Friend, FriendGroup, FriendRequest, Me, User } from '../types'
import { useMe } from './me'
import { usePresence } from './presence'

/** Friends, the groups they are in, requests both ways and the block list: as the server tells them, never patched by screens. */
export const useFriends = defineStore('accounts/friends', () => {
  const loaded = ref(false)
  /** by user id */
  const friends = shallowRef<ReadonlyMap<number, Friend>>(new Map())
  /** in their order */
  const groups = shallowRef<readonly FriendGroup[]>([])
  /** the newest first: all that wait or were not seen, and of the others those that were asked for */
  const requests = shallowRef<readonly FriendRequest[]>([])
  /** after which request the next page of older ones begins; null where all are here */
  const requestsNext = ref<number | null>(null)
  /** by user id */
  const blocks = shallowRef<ReadonlyMap<number, User>>(new Map())
  /** requests to me that wait for an answer, and answers to mine that I have not seen */
  const unseen = computed(() => requests.value.filter((request) => !request.seen).length)

  const lists = computed<FriendLists>(() => ({ friends: friends.value, groups: groups.value, requests: requests.value, blocks: blocks.value }))

  /** The lists, and who of them is there: nobody is drawn as away and put right at once. */
  async function load(): Promise<void> {
    const [fresh] = await Promise.all([call(api.GET('/api/friends/')), usePresence().load().catch(() => undefined)])
    friends.value = new Map(fresh.friends.map((friend) => [friend.user.id, friend]))
    groups.value = fresh.friend_groups
    requests.value = [...fresh.requests].sort(newestFirst)
    requestsNext.value = fresh.requests_next
    blocks.value = new Map(fresh.blocks.map((user) => [user.id, user]))
    loaded.value = true
  }

  /** Takes up lists as they were held before. */
  function restore(lists: FriendLists): void {
    friends.value = lists.friends
    groups.value = lists.groups
    requests.value = lists.requests
    requestsNext.value = null
    blocks.value = lists.blocks
    loaded.value = true
  }

  function friendIs(payload: { friend: Friend }): void {
    friends.value = new Map(friends.value).set(payload.friend.user.id, payload.friend)
  }

  function friendRemoved(payload: { user: number }): void {
    friends.value = without(friends.value, payload.user)
  }

  function groupsAre(payload: { friend_groups: FriendGroup[] }): void {
    groups.value = payload.friend_groups
  }

  function requestIs(payload: { request: FriendRequest }): void {
    const others = requests.value.filter((request) => request.id !== payload.request.id)
    requests.value = [...others, payload.request].sort(newestFirst)
  }

  /** Fetches the next page of requests that brings any; what is here already was moved by events and is left. */
  async function loadOlderRequests(): Promise<void> {
    const after = requestsNext.value
    if (after === null) return
    const page = await call(api.GET('/api/friends/requests/', { params: { query: { after } } }))
    if (requestsNext.value !== after) return
    const known = new Set(requests.value.map(({ id }) => id))
    const found = page.requests.filter(({ id }) => !known.has(id))
    requests.value = [...requests.value, ...found].sort(newestFirst)
    requestsNext.value = page.next
    if (found.length === 0) await loadOlderRequests()
  }

  function blockAdded(payload: { user: User }): void {
    blocks.value = new Map(blocks.value).set(payload.user.id, payload.user)
  }

  function blockRemoved(payload: { user: number }): void {
    blocks.value = without(blocks.value, payload.user)
  }

  function userIs(payload: { user: User }): void {
    const { user } = payload
    const friend = friends.value.get(user.id)
    if (friend) friendIs({ friend: { ...friend, user } })
    if (blocks.value.has(user.id)) blockAdded(payload)
    if (requests.value.some((request) => concerns(request, user.id))) requests.value = requests.value.map((request) => withCard(request, user))
  }

  /** My own card stands in requests too. */
  function meIs(payload: { me: Me }): void {
    const { id, account, name, signature, avatar } = payload.me
    userIs({ user: { id, account, name, signature, avatar } })
  }

  function clear(): void {
    loaded.value = false
    friends.value = new Map()
    groups.value = []
    requests.value = []
    requestsNext.value = null
    blocks.value = new Map()
  }

  /** How this user and I stand; null for a stranger. */
  function relationTo(userId: number): 'me' | 'friend' | null {
    if (useMe().me?.id === userId) return 'me'
    return friends.value.has(userId) ? 'friend' : null
  }

  return {
    loaded, friends, groups, requests, requestsNext, blocks, unseen, lists, relationTo,
    load, restore, friendIs, friendRemoved, groupsAre, requestIs, loadOlderRequests, blockAdded, blockRemoved, userIs, meIs, clear,
  }
})

export interface FriendLists {
  friends: ReadonlyMap<number, Friend>
  groups: readonly FriendGroup[]
  requests: readonly FriendRequest[]
  blocks: ReadonlyMap<number, User>
}

function newestFirst(a: FriendRequest, b: FriendRequest): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1
  return b.id - a.id
}

function concerns(request: FriendRequest, userId: number): boolean {
  return request.from_user.id === userId || request.to_user.id === userId
}

function withCard(request: FriendRequest, user: User): FriendRequest {
  if (!concerns(request, user.id)) return request
  return request.from_user.id === user.id ? { ...request, from_user: user } : { ...request, to_user: user }
}

function without<Value>(map: ReadonlyMap<number, Value>, key: number): ReadonlyMap<number, Value> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
