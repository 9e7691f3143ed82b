import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { fetchLinks } from '../api'
import type { JoinLink } from '../types'

/** The links into the one group whose links somebody looks at: asked for then, and again when told of a change. */
export const useJoinLinks = defineStore('groups/joinLinks', () => {
  const group = shallowRef<number | null>(null)
  /** the newest first; null while they are on their way */
  const links = shallowRef<readonly JoinLink[] | null>(null)
  const failure = shallowRef<unknown>(null)
  let turn = 0

  async function look(at: number): Promise<void> {
    if (group.value !== at) links.value = null
    group.value = at
    failure.value = null
    turn += 1
    const mine = turn
    try {
      const fresh = await fetchLinks(at)
      if (mine === turn) links.value = fresh
    } catch (reason) {
      if (mine === turn) failure.value = reason
    }
  }

  function changed(event: EventPayload<'join_links.changed'>): void {
    if (event.group === group.value) void look(event.group)
  }

  function leave(): void {
    turn += 1
    group.value = links.value = failure.value = null
  }

  return { group, links, failure, look, changed, leave }
})
