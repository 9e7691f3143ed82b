/// <reference lib="webworker" />
import { isScreen } from './rules'

/** Where the server is told by which address this browser is told of messages. */
const ADDRESS = '/api/notifications/push/'
const ICON = '/static/icons/icon-192.png'
const NAME = 'GGTalk'

/** What the server pushes; one notification is shown for each tag, the last. */
export interface Pushed {
  title: string
  body: string
  tag: string
  /** the screen that opens when it is clicked */
  path: string
  sent_at: string | null
}

/** Reads what was pushed. Something must be shown for it, whatever it is. */
export function readPushed(text: string): Pushed {
  const told = parsed(text)
  const word = (name: string): string => (typeof told[name] === 'string' ? told[name] : '')
  const path = word('path')
  const isOurs = /^\/(?![/\\])/.test(path) && isScreen(path)
  return { title: word('title') || NAME, body: word('body'), tag: word('tag') || NAME, path: isOurs ? path : '/', sent_at: word('sent_at') || null }
}

/** Shows it, unless somebody looks at a page of ours at this moment. */
export async function show(worker: ServiceWorkerGlobalScope, text: string): Promise<void> {
  if ((await windows(worker)).some(({ focused }) => focused)) return
  const { title, body, tag, path, sent_at } = readPushed(text)
  const timestamp = sent_at === null ? Date.now() : Date.parse(sent_at)
  const options = { body, tag, icon: ICON, badge: ICON, renotify: true, timestamp, data: { path } }
  await worker.registration.showNotification(title, options)
}

/** A notification was clicked: an open page goes there, or a new one opens. */
export async function goTo(worker: ServiceWorkerGlobalScope, notification: Notification): Promise<void> {
  notification.close()
  const path = pathOf(notification)
  const open = await windows(worker)
  const page = open.find(({ visibilityState }) => visibilityState === 'visible') ?? open[0]
  if (!page) {
    await worker.clients.openWindow(path)
    return
  }
  await page.focus().catch(() => undefined) // some browsers let only themselves decide
  page.postMessage({ open: path })
}

/** The push service gave this browser another address, or took the old one: it subscribes again, and the server is told. */
export async function renew(worker: ServiceWorkerGlobalScope, before: PushSubscription | null | undefined, now: PushSubscription | null | undefined): Promise<void> {
  const key = before?.options.applicationServerKey
  const subscription = now ?? (key ? await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }) : null)
  const token = await csrfToken(worker)
  if (!subscription || !token) return // the next page that opens tells the server
  await fetch(ADDRESS, { method: 'PUT', headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token }, body: JSON.stringify(told(subscription)) })
}

/** A subscription as the server wants to be told of it. */
export function told(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const { endpoint = '', keys = {} } = subscription.toJSON()
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' }
}

function pathOf({ data }: Notification): string {
  const known: unknown = data
  return typeof known === 'object' && known !== null && 'path' in known && typeof known.path === 'string' ? known.path : '/'
}

function windows(worker: ServiceWorkerGlobalScope): Promise<readonly WindowClient[]> {
  return worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
}

function parsed(text: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(text)
    return typeof told === 'object' && told !== null ? { ...told } : {}
  } catch {
    return {}
  }
}

/** Django's CSRF token; empty where the browser lets no worker read cookies. */
async function csrfToken(worker: object): Promise<string> {
  const { cookieStore } = worker as { cookieStore?: { get: (name: string) => Promise<{ value?: string } | null> } }
  const found = await cookieStore?.get('csrftoken').catch(() => null)
  return found?.value ?? ''
}
