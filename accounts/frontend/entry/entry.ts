import { useSession } from '@ggtalk/session'
import { shallowRef } from 'vue'
import * as requests from '../api'
import { attempt } from '@ggtalk/task'
import { useMe } from '../stores/me'
import type { ChosenPresence, User } from '../types'
import { entryChoices, forgetAccount, rememberAccount } from './remembered'

/** A cookie that ends with the browser: somebody has come in since it was opened. */
const INSIDE_COOKIE = 'ggtalk_inside'

/** Why it is not known who is signed in here; null when it is. */
export const bootFailure = shallowRef<unknown>(null)

/** The account of somebody who has just registered. */
export const newAccount = shallowRef<string | null>(null)

/** Finds out who is signed in, and goes in unless the person wants to be asked. Never throws. */
export async function boot(): Promise<void> {
  bootFailure.value = null
  try {
    const me = await useMe().ask()
    if (me && (entryChoices.value.automatic || isInside())) await enter(me)
  } catch (failure) {
    bootFailure.value = failure
  }
}

/** Goes in with a session that stands already. */
export async function resume(user: User, presence: ChosenPresence): Promise<void> {
  entryChoices.value.presence = presence
  await requests.changeMe({ presence })
  await enter(user)
}

export async function signIn(account: string, password: string): Promise<void> {
  const { remember, presence } = entryChoices.value
  bootFailure.value = null
  await enter(await requests.signIn({ account, password, remember, presence }))
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

async function enter(user: User): Promise<void> {
  rememberAccount(user)
  document.cookie = `${INSIDE_COOKIE}=1; path=/; samesite=lax`
  await useSession().start(user.id)
}

function isInside(): boolean {
  return document.cookie.split('; ').includes(`${INSIDE_COOKIE}=1`)
}

/** The next page asks again. */
function noteOutside(): void {
  document.cookie = `${INSIDE_COOKIE}=; path=/; samesite=lax; max-age=0`
}
