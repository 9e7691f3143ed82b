import { useStorage } from '@vueuse/core'
import { computed } from 'vue'
import type { User } from '../types'

const MOST_REMEMBERED = 5

/** An account somebody signed in with in this browser; never its password. */
export type RememberedAccount = Pick<User, 'id' | 'account' | 'name' | 'avatar'>

interface EntryChoices {
  remember: boolean
  /** go in without asking while the session lasts */
  automatic: boolean
}

const accounts = useStorage<RememberedAccount[]>('ggtalk.accounts', [])

/** The last ones first. */
export const rememberedAccounts = accounts

/** How the person signed in the last time. */
export const entryChoices = useStorage<EntryChoices>('ggtalk.entry', { remember: true, automatic: true }, undefined, {
  mergeDefaults: true,
})

/** Whether the person who signed in last wants to stay signed in here: then this browser may keep what is theirs. */
export function isRememberedHere(): boolean {
  return entryChoices.value.remember
}

/** Who is signed in here and wants to be remembered, as far as this browser knows: let in where the server is not reached. */
const standing = useStorage<{ user: number | null }>('ggtalk.standing', { user: null })

export function standingUser(): number | null {
  return standing.value.user
}

/** The account of that user; null for nobody. */
export const standingAccount = computed(() => accounts.value.find(({ id }) => id === standing.value.user) ?? null)

export function noteStanding(user: number): void {
  standing.value = { user: isRememberedHere() ? user : null }
}

/** This user is signed in here no more. */
export function noteGone(user: number | undefined): void {
  if (standing.value.user === user) standing.value = { user: null }
}

/** Puts this account first in the list, with its latest name and picture. */
export function rememberAccount({ id, account, name, avatar }: RememberedAccount): void {
  const others = accounts.value.filter((other) => other.id !== id)
  accounts.value = [{ id, account, name, avatar }, ...others].slice(0, MOST_REMEMBERED)
}

export function forgetAccount(id: number): void {
  accounts.value = accounts.value.filter((other) => other.id !== id)
}

/** Takes up a new name or picture of an account that is remembered. */
export function refreshRemembered({ id, account, name, avatar }: RememberedAccount): void {
  accounts.value = accounts.value.map((known) => (known.id === id ? { id, account, name, avatar } : known))
}
