/** What this browser can do about being told while its pages are closed. Nothing here asks the server. */
import { runningWorker } from '@ggtalk/worker/registration'
import { told } from '@ggtalk/worker/push'

/** Without the internet some browsers neither subscribe nor refuse. */
const PATIENCE_MS = 20_000

/** Why this browser can't be told: no secure context, nothing it knows of, or the person has refused it. */
export type Obstacle = 'insecure' | 'unsupported' | 'denied'

/** Why a subscription failed: the person did not allow it, the browser's own service, or no service worker. */
export class NotSubscribed extends Error {
  constructor(readonly because: 'denied' | 'dismissed' | 'unreachable' | 'no_worker') {
    super(because)
  }
}

export type Subscription = ReturnType<typeof told>

/** What stands in the way; null where nothing does. */
export function obstacle(): Obstacle | null {
  if (!window.isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : null
}

/** Whether the person has allowed notifications here. */
export function isAllowed(): boolean {
  return obstacle() === null && Notification.permission === 'granted'
}

/** Asks the person, where they have not answered yet. Must follow upon a click. */
export async function askPermission(): Promise<void> {
  const answer = await Notification.requestPermission()
  if (answer !== 'granted') throw new NotSubscribed(answer === 'denied' ? 'denied' : 'dismissed')
}

/** This browser's subscription with the site's key (base64url); one with another key is given up. */
export async function subscription(key: string): Promise<Subscription> {
  const { pushManager } = await worker()
  const wanted = bytes(key)
  const before = await pushManager.getSubscription()
  if (before && isSame(before.options.applicationServerKey, wanted)) return told(before)
  await before?.unsubscribe()
  try {
    return told(await soon(pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted })))
  } catch (failure) {
    throw new NotSubscribed(failure instanceof DOMException && failure.name === 'NotAllowedError' ? 'denied' : 'unreachable')
  }
}

/** Gives the subscription up, if there is one; what the browser's service says to it makes no difference. */
export async function giveUp(): Promise<void> {
  const before = await (await registration())?.pushManager?.getSubscription()
  await before?.unsubscribe().catch(() => false)
}

async function worker(): Promise<ServiceWorkerRegistration> {
  const running = await runningWorker(PATIENCE_MS)
  if (!running) throw new NotSubscribed('no_worker')
  return running
}

/** The one that is there already. */
async function registration(): Promise<Partial<ServiceWorkerRegistration> | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined
}

function soon<Found>(found: Promise<Found>): Promise<Found> {
  const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE_MS, new NotSubscribed('unreachable')))
  return Promise.race([found, late])
}

function bytes(key: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}

function isSame(one: ArrayBuffer | null, other: Uint8Array): boolean {
  const held = new Uint8Array(one ?? new ArrayBuffer(0))
  return held.length === other.length && held.every((byte, place) => byte === other[place])
}
