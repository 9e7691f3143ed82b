import { api, call } from '@ggtalk/api/client'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Person, User } from '../types'
import { useFriends } from './friends'
import { useMe } from './me'

const IDS_PER_REQUEST = 100
const GATHER_MS = 20
const RETRY_MS = 5_000

/** Cards of any user by id. Who is asked for is fetched, many in one request; an unknown id stays undefined. */
export const useUsers = defineStore('accounts/users', () => {
  const cards = shallowReactive(new Map<number, User | null>())
  /** who may be written to, as far as it was asked */
  const writable = shallowReactive(new Map<number, boolean>())
  /** of whom that is being asked, or was and still holds */
  const settled = shallowReactive(new Set<number>())
  const wanted = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The card, or undefined while it is not here (it is being fetched then). */
  function card(id: number): User | undefined {
    const me = useMe().me
    if (me?.id === id) return me
    const nearer = useFriends().friends.get(id)?.user
    if (nearer) return nearer
    const known = cards.get(id)
    if (known === undefined) want(id)
    return known ?? undefined
  }

  /** Whether the server was asked and knows nobody by this id. */
  function isUnknown(id: number): boolean {
    return cards.get(id) === null
  }

  /** Whether I may write to a stranger; no while the answer is on its way for the first time. */
  function mayWrite(id: number): boolean {
    if (!settled.has(id)) want(id)
    return writable.get(id) ?? false
  }

  /** Something has changed by which this stranger, or all of them, may be written to or not: it is asked again where it shows. */
  function doubt(id?: number): void {
    if (id === undefined) settled.clear()
    else settled.delete(id)
  }

  /** Takes up cards of people, as they were found. */
  function learnPeople(people: readonly Person[]): void {
    for (const person of people) {
      cards.set(person.id, cardOf(person))
      writable.set(person.id, person.may_write)
      settled.add(person.id)
    }
  }

  /** Takes up cards that came along with something else from the server. */
  function learn(users: Iterable<User>): void {
    for (const user of users) cards.set(user.id, user)
  }

  /** Every card that is held here, by id. */
  function found(): Map<number, User> {
    return new Map([...cards].flatMap(([id, user]) => (user ? [[id, user]] : [])))
  }

  function userIs(payload: { user: User }): void {
    if (cards.has(payload.user.id)) cards.set(payload.user.id, payload.user)
  }

  /** Fetches every card in use afresh. */
  async function load(): Promise<void> {
    doubt()
    await fetchAll([...cards.keys()])
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    wanted.clear()
    cards.clear()
    writable.clear()
    settled.clear()
  }

  function want(id: number): void {
    wanted.add(id)
    timer ??= setTimeout(() => void gather(), GATHER_MS)
  }

  async function gather(): Promise<void> {
    const ids = [...wanted]
    wanted.clear()
    timer = undefined
    try {
      await fetchAll(ids)
    } catch {
      for (const id of ids) wanted.add(id)
      timer ??= setTimeout(() => void gather(), RETRY_MS)
    }
  }

  async function fetchAll(ids: readonly number[]): Promise<void> {
    for (let start = 0; start < ids.length; start += IDS_PER_REQUEST) {
      const part = ids.slice(start, start + IDS_PER_REQUEST)
      for (const id of part) settled.add(id)
      const { users } = await call(api.GET('/api/users/', { params: { query: { ids: part.join(',') } } }))
      const found = new Map(users.map((person) => [person.id, person]))
      for (const id of part) {
        const person = found.get(id)
        cards.set(id, person ? cardOf(person) : null)
        writable.set(id, person?.may_write ?? false)
      }
    }
  }

  return { cards, card, isUnknown, mayWrite, doubt, learn, learnPeople, found, userIs, load, clear }
})

function cardOf({ id, account, name, signature, avatar }: Person): User {
  return { id, account, name, signature, avatar }
}
