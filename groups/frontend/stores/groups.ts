import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive } from 'vue'
import { fetchGroup, fetchGroups } from '../api'
import type { Group } from '../types'
import { afterJoined, afterLeft, afterRoleChange } from './law'

/** The groups I am in; moved by events only. */
export const useGroups = defineStore('groups/groups', () => {
  const loaded = ref(false)
  const groups = shallowReactive(new Map<number, Group>())
  const byConversation = computed(() => new Map([...groups.values()].map((group) => [group.conversation, group])))
  const connection = useConnection()
  /** whose count may have been read after an event that was then applied to it once more */
  const doubtful = new Set<number>()

  async function load(): Promise<void> {
    const fresh = await fetchGroups()
    groups.clear()
    for (const group of fresh) groups.set(group.id, group)
    loaded.value = true
  }

  function restore(kept: ReadonlyMap<number, Group>): void {
    for (const [id, group] of kept) groups.set(id, group)
    loaded.value = true
  }

  /** The lists are in and everything missed is applied: counts that may be wrong are asked for again. */
  async function settle(): Promise<void> {
    const ids = [...doubtful].filter((id) => groups.has(id))
    doubtful.clear()
    for (const group of await Promise.all(ids.map(fetchGroup))) groups.set(group.id, group)
  }

  function joined({ group }: EventPayload<'group.joined'>): void {
    groups.set(group.id, group)
  }

  function changed(group: Group): void {
    move(group.id, () => group)
  }

  function left({ group }: EventPayload<'group.left'>): void {
    groups.delete(group)
  }

  function memberJoined(event: EventPayload<'member.joined'>): void {
    count(event.group, afterJoined)
  }

  function memberLeft(event: EventPayload<'member.left'>): void {
    count(event.group, afterLeft)
  }

  function memberChanged({ group, member }: EventPayload<'member.changed'>): void {
    move(group, (known) => afterRoleChange(known, member))
  }

  function clear(): void {
    loaded.value = false
    groups.clear()
    doubtful.clear()
  }

  function count(id: number, law: (group: Group) => Group): void {
    if (connection.state !== 'live') doubtful.add(id)
    move(id, law)
  }

  function move(id: number, law: (group: Group) => Group): void {
    const group = groups.get(id)
    if (group) groups.set(id, law(group))
  }

  return { loaded, groups, byConversation, load, restore, settle, joined, changed, left, memberJoined, memberLeft, memberChanged, clear }
})
