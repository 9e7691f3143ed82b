import { useUsers } from '@accounts'
import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { ref, shallowReactive } from 'vue'
import { fetchMembers } from '../api'
import type { Member } from '../types'
import { withMember, withoutMember } from './law'

type Change = (members: readonly Member[]) => readonly Member[]

/** Who is in which group: fetched when somebody looks, then moved by events. */
export const useMembers = defineStore('groups/members', () => {
  const members = shallowReactive(new Map<number, readonly Member[]>())
  /** lists on their way, with what was heard meanwhile: later than the list, or already in it */
  const coming = new Map<number, { changes: Change[]; done: Promise<void> }>()
  /** how often all were let go, those on their way too: who waits for one of these asks again */
  const clearings = ref(0)

  function of(group: number): readonly Member[] | null {
    return members.get(group) ?? null
  }

  /** Asks for who is in a group, once for all who ask at the same time. */
  function load(group: number): Promise<void> {
    const known = coming.get(group)
    if (known) return known.done
    const changes: Change[] = []
    const done = take(group, changes)
    coming.set(group, { changes, done })
    return done
  }

  async function take(group: number, changes: Change[]): Promise<void> {
    const isCurrent = (): boolean => coming.get(group)?.changes === changes
    try {
      const fresh: readonly Member[] = await fetchMembers(group)
      if (!isCurrent()) return
      useUsers().learn(fresh.map((member) => member.user))
      members.set(group, changes.reduce((list, change) => change(list), fresh))
    } finally {
      if (isCurrent()) coming.delete(group)
    }
  }

  /** Who is in a group; null while they are on their way, for which this asks. */
  function wanted(group: number): readonly Member[] | null {
    const list = clearings.value >= 0 ? of(group) : null
    if (!list) load(group).catch(() => undefined) // whoever looks next asks again
    return list
  }

  function memberIs({ group, member }: EventPayload<'member.joined'>): void {
    useUsers().learn([member.user])
    change(group, (list) => withMember(list, member))
  }

  function memberLeft({ group, user }: EventPayload<'member.left'>): void {
    change(group, (list) => withoutMember(list, user))
  }

  function userIs({ user }: EventPayload<'user.changed'>): void {
    for (const [group, list] of members) {
      const member = list.find((one) => one.user.id === user.id)
      if (member) members.set(group, withMember(list, { ...member, user }))
    }
  }

  /** What is held may lack events: whoever looks loads it again. */
  function clear(): void {
    members.clear()
    coming.clear()
    clearings.value += 1
  }

  function change(group: number, how: Change): void {
    coming.get(group)?.changes.push(how)
    const list = members.get(group)
    if (list) members.set(group, how(list))
  }

  return { of, wanted, load, memberIs, memberLeft, userIs, clear }
})
