import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { fetchJoinRequests } from '../api'
import type { JoinRequest } from '../types'

/** Requests to join groups: my own, and those that wait for my answer; moved by events only. */
export const useJoinRequests = defineStore('groups/joinRequests', () => {
  const byId = shallowRef<ReadonlyMap<number, JoinRequest>>(new Map())
  /** the newest first */
  const all = computed(() => [...byId.value.values()].sort(newestFirst))
  const isMine = (request: JoinRequest) => request.user === useSession().userId
  const unseenAnswers = computed(() => all.value.filter((request) => isMine(request) && !request.seen).length)
  const waiting = computed(() => all.value.filter((request) => !isMine(request)).length)
  /** numbers of the groups that have not answered me yet */
  const asked = computed(() => new Set(all.value.filter((request) => isMine(request) && request.state === 'pending').map(({ number }) => number)))

  async function load(): Promise<void> {
    byId.value = new Map((await fetchJoinRequests()).map((request) => [request.id, request]))
  }

  function changed({ request }: EventPayload<'join_request.changed'>): void {
    byId.value = new Map(byId.value).set(request.id, request)
  }

  function removed({ request }: EventPayload<'join_request.removed'>): void {
    keep((one) => one.id !== request)
  }

  /** Of people I have blocked none wait for my answer. */
  function blocked({ user }: EventPayload<'block.added'>): void {
    keep((one) => isMine(one) || one.user !== user.id)
  }

  /** What somebody asked while they were blocked was not told; failing is harmless: the next fresh list has it. */
  function unblocked(): void {
    load().catch(() => undefined)
  }

  function clear(): void {
    byId.value = new Map()
  }

  function keep(whether: (request: JoinRequest) => boolean): void {
    byId.value = new Map([...byId.value].filter(([, request]) => whether(request)))
  }

  return { all, isMine, unseenAnswers, waiting, asked, load, changed, removed, blocked, unblocked, clear }
})

function newestFirst(a: JoinRequest, b: JoinRequest): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1
  return b.id - a.id
}
