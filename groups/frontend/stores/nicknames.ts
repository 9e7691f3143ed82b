import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { fetchNicknames } from '../api'

const PLACES_PER_REQUEST = 100
const GATHER_MS = 20

/** What members are called in groups: who is asked for is fetched, many in one request, and then moved by events. */
export const useNicknames = defineStore('groups/nicknames', () => {
  /** by `<group>:<user>`; empty for who bears their own name there */
  const names = shallowReactive(new Map<string, string>())
  const wanted = new Set<string>()
  /** what events have told since the last fresh start: later than any answer that is on its way */
  const heard = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The name, empty for none; undefined while it is on its way, for which this asks. */
  function of(group: number, user: number): string | undefined {
    const place = placeOf(group, user)
    const known = names.get(place)
    if (known === undefined) want(place)
    return known
  }

  function memberIs({ group, member }: EventPayload<'member.changed'>): void {
    tell(placeOf(group, member.user.id), member.nickname)
  }

  function memberLeft({ group, user }: EventPayload<'member.left'>): void {
    tell(placeOf(group, user), '')
  }

  /** What was said in a group while I was not in it I have not heard. */
  function joined({ group }: EventPayload<'group.joined'>): void {
    for (const place of [...names.keys()].filter((one) => one.startsWith(`${group.id}:`))) names.delete(place)
  }

  /** Asks afresh for all names in use; they stand until the answer is here. */
  async function load(): Promise<void> {
    heard.clear()
    await fetchAll([...names.keys()])
  }

  function restore(kept: ReadonlyMap<string, string>): void {
    for (const [place, name] of kept) names.set(place, name)
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    for (const places of [names, wanted, heard]) places.clear()
  }

  function tell(place: string, nickname: string): void {
    heard.add(place)
    names.set(place, nickname)
  }

  function want(place: string): void {
    wanted.add(place)
    timer ??= setTimeout(() => void gather(), GATHER_MS)
  }

  /** Who can't be asked for is called by their name, until the next fresh start. */
  async function gather(): Promise<void> {
    const places = [...wanted]
    wanted.clear()
    timer = undefined
    await fetchAll(places).catch(() => take(places, new Map()))
  }

  async function fetchAll(places: readonly string[]): Promise<void> {
    for (let start = 0; start < places.length; start += PLACES_PER_REQUEST) {
      const part = places.slice(start, start + PLACES_PER_REQUEST)
      const found = await fetchNicknames(part.join(','))
      take(part, new Map(found.map(({ group, user, nickname }) => [placeOf(group, user), nickname])))
    }
  }

  function take(places: readonly string[], found: ReadonlyMap<string, string>): void {
    for (const place of places) if (!heard.has(place)) names.set(place, found.get(place) ?? '')
  }

  return { names, of, restore, memberIs, memberLeft, joined, load, clear }
})

function placeOf(group: number, user: number): string {
  return `${group}:${user}`
}
