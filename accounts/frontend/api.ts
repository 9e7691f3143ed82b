/** What a user can do, as requests. Screens change by the events that follow, not by the answers. */
import { api, call, csrfToken } from '@ggtalk/api/client'
import type { ChosenPresence, Device, Person, User } from './types'

interface Entry {
  account: string
  password: string
  remember: boolean
  presence?: ChosenPresence
}

interface NewAccount {
  /** empty: the server hands out a number */
  account: string
  name: string
  password: string
  signature: string
  /** "" or "builtin:3" */
  avatar: string
  invite: string
}

interface ProfileChange {
  name?: string
  signature?: string
  avatar?: string
  email?: string
  phone?: string
  presence?: ChosenPresence
  settings?: Record<string, unknown>
}

export async function signIn(entry: Entry): Promise<User> {
  await haveCsrfCookie()
  return (await call(api.POST('/api/auth/login/', { body: { ...entry, device: deviceName() } }))).user
}

export async function register({ account, invite, ...rest }: NewAccount): Promise<User> {
  await haveCsrfCookie()
  const body = { ...rest, ...(account && { account }), ...(invite && { invite }), device: deviceName(), session: true, remember: true }
  return (await call(api.POST('/api/auth/register/', { body }))).user
}

export async function signOut(): Promise<void> {
  await call(api.POST('/api/auth/logout/'))
}

export async function changeMe(change: ProfileChange): Promise<void> {
  await call(api.PATCH('/api/me/', { body: change }))
}

/** Stores a picture as my avatar: PNG, JPEG or WebP, 5 MiB at most. */
export async function uploadAvatar(picture: Blob): Promise<void> {
  const headers = { 'Content-Type': picture.type }
  await call(api.PUT('/api/me/avatar/', { headers, body: '', bodySerializer: () => picture }))
}

export async function changePassword(old_password: string, new_password: string): Promise<void> {
  await call(api.POST('/api/me/password/', { body: { old_password, new_password } }))
}

export async function deleteMe(password: string): Promise<void> {
  await call(api.POST('/api/me/delete/', { body: { password } }))
}

/** Where everything about me is found as one JSON file. */
export const EXPORT_PATH = '/api/me/export/'

export async function listDevices(): Promise<Device[]> {
  return call(api.GET('/api/me/devices/'))
}

export async function signOutDevice(id: number): Promise<void> {
  await call(api.DELETE('/api/me/devices/{id}/', { params: { path: { id } } }))
}

/** One page of people with exactly this account or this in their name; `next` is what to pass as `after`. */
export async function findUsers(search: string, after?: string): Promise<{ users: Person[]; next: string | null }> {
  return call(api.GET('/api/users/', { params: { query: { search, ...(after && { after }) } } }))
}

async function haveCsrfCookie(): Promise<void> {
  if (!csrfToken(document.cookie)) await call(api.GET('/api/auth/'))
}

/** What this browser is called in the list of devices: `Chrome · Windows`. */
function deviceName(): string {
  return nameOfDevice(navigator.userAgent)
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg/, 'Edge'],
  [/\bFirefox\//, 'Firefox'],
  [/\bOPR\//, 'Opera'],
  [/MicroMessenger/, 'WeChat'],
  [/Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** Browser and system out of a user agent, as far as they are known. */
export function nameOfDevice(userAgent: string): string {
  const named = (list: typeof BROWSERS): string | undefined => list.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [named(BROWSERS), named(SYSTEMS)].filter((name) => name !== undefined).join(' · ')
}
