import { isUnreached } from '@ggtalk/api/errors'
import { useSession, type Beginning } from '@ggtalk/session'
import { shallowRef } from 'vue'
import * as requests from '../api'
import { attempt } from '@ggtalk/task'
import { useMe } from '../stores/me'
import type { ChosenPresence } from '../types'
import { entryChoices, forgetAccount, isRememberedHere, noteGone, noteStanding, rememberAccount, standingUser, type RememberedAccount } from './remembered'

/** A cookie that ends with the browser: somebody has come in since it was opened. */
const INSIDE_COOKIE = 'ggtalk_inside'

/** Where a server is slow to say who is signed in, what this browser keeps is shown meanwhile. */
const PATIENCE_MS = 4_000

/** Why it is not known who is signed in here; null when it is. */
export const bootFailure = shallowRef<unknown>(null)

/** The account of somebody who has just registered. */
export const newAccount = shallowRef<string | null>(null)

/**
 * Finds out who is signed in, and goes in unless the person wants to be asked. Where the server is not reached, whoever was
 * signed in the last time goes in with what this browser keeps. Never throws.
 */
export async function boot(): Promise<void> {
  bootFailure.value = null
  const standing = standingUser()
  const goesIn = entryChoices.value.automatic || isInside()
  try {
    const me = await useMe().ask(standing === null ? undefined : PATIENCE_MS)
    if (standing !== null && standing !== me?.id) await forget(standing)
    if (me && goesIn) await enter(me)
  } catch (failure) {
    if (!isUnreached(failure) || standing === null || !goesIn || !(await enterUnreached(standing))) bootFailure.value = failure
  }
}

/** Leaves the session that stands to somebody else. */
export async function leaveToOther(): Promise<void> {
  await requests.signOut()
  const standing = standingUser()
  if (standing !== null) await forget(standing)
  await useMe().ask()
}

/** Goes in with a session that stands already; where no presence is chosen, it stays as it is. */
export async function resume(user: RememberedAccount, presence?: ChosenPresence): Promise<void> {
  if (presence) await requests.changeMe({ presence })
  await enter(user)
}

/** Where no presence is chosen it stays as it is: whoever is invisible on another device is not shown by coming in here. */
export async function signIn(account: string, password: string, presence?: ChosenPresence): Promise<void> {
  const { remember } = entryChoices.value
  bootFailure.value = null
  await enter(await requests.signIn({ account, password, remember, ...(presence && { presence }) }))
}

/** Makes an account and goes in with it. A picture that can't be stored keeps nobody out. */
export async function register(account: Parameters<typeof requests.register>[0], picture: Blob | null): Promise<void> {
  const user = await requests.register(account)
  if (picture) await attempt(requests.uploadAvatar(picture))
  newAccount.value = user.account
  await enter(user)
}

/** Signs this device out; throws when the server was not reached, and everything stays as it is then. */
export async function signOut(): Promise<void> {
  await useSession().leave(requests.signOut)
  noteOutside()
}

/** Deletes my account and what this browser keeps of it. */
export async function deleteAccount(password: string): Promise<void> {
  const session = useSession()
  const id = session.userId
  await session.leave(() => requests.deleteMe(password), { erase: true })
  if (id !== null) forgetAccount(id)
  noteOutside()
}

async function enter(user: RememberedAccount): Promise<void> {
  rememberAccount(user)
  await begin(user.id, {})
  noteStanding(user.id)
}

/** The same where the server is not reached, as somebody of whom this browser keeps the lists. */
export async function resumeUnreached(id: number): Promise<void> {
  if (!(await enterUnreached(id))) throw bootFailure.value
}

/** Goes in with what is kept of this user. False where nothing is. */
async function enterUnreached(id: number): Promise<boolean> {
  await begin(id, { unreached: true })
  if (useMe().me) return true
  await useSession().end({})
  return false
}

async function begin(id: number, how: Beginning): Promise<void> {
  document.cookie = `${INSIDE_COOKIE}=1; path=/; samesite=lax`
  await useSession().start(id, { keeps: isRememberedHere(), ...how })
}

async function forget(id: number): Promise<void> {
  noteGone(id)
  await useSession().forget(id)
}

function isInside(): boolean {
  return document.cookie.split('; ').includes(`${INSIDE_COOKIE}=1`)
}

/** The next page asks again. */
function noteOutside(): void {
  document.cookie = `${INSIDE_COOKIE}=; path=/; samesite=lax; max-age=0`
}
