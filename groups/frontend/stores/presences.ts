import { useFriends, usePresence, type OwnPresence } from '@accounts'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

type Presences = ReadonlyMap<number, OwnPresence>

/** How present the members of the group are whose list is on the screen, friends or not. */
export const useMemberPresences = defineStore('groups/presences', () => {
  /** by user id, who is missing is offline; null until it was told */
  const known = shallowRef<Presences | null>(null)
  /** what was heard while the answer was on its way: newer, or already in it */
  let heard: Map<number, OwnPresence> | null = null
  let shown: number | null = null
  let asked = 0

  /** How present a member is; undefined until that was told. */
  function of(user: number): OwnPresence | undefined {
    if (user === useSession().userId) return usePresence().of(user)
    return known.value ? (known.value.get(user) ?? 'offline') : undefined
  }

  /** Hears from now on of the members of this group and of no other. Failing is harmless: the next line asks again. */
  async function watch(group: number): Promise<void> {
    if (group !== shown) known.value = null
    shown = group
    heard = new Map()
    const mine = ++asked
    const { presence } = await useConnection().send('members.watch', { group })
    if (mine !== asked) return
    known.value = new Map([...Object.entries(presence).map(([id, how]) => [Number(id), how] as const), ...heard])
    heard = null
  }

  /** Nobody looks: what is known grows old, until somebody does. */
  async function rest(): Promise<void> {
    asked += 1
    heard = null
    forgetStrangers()
    if (useConnection().state === 'live') await useConnection().send('members.watch', { group: null })
  }

  /** Of friends one goes on hearing; what was last heard of others must not stand beside their names elsewhere. */
  function forgetStrangers(): void {
    for (const user of known.value?.keys() ?? []) {
      if (usePresence().known.has(user) && useFriends().relationTo(user) === null) usePresence().forget({ user })
    }
  }

  function changed({ user, presence }: EventPayload<'presence.changed'>): void {
    heard?.set(user, presence)
    if (known.value) known.value = new Map(known.value).set(user, presence)
  }

  function clear(): void {
    asked += 1
    heard = known.value = shown = null
  }

  return { of, watch, rest, changed, clear }
})
