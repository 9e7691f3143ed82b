import { readonly, ref } from 'vue'

const ADDRESS = '/sw.js'
/** Everybody's line comes back at once after the server was renewed; looking for a new build is spread over so long. */
const SPREAD_MS = 5 * 60_000

const newer = ref(false)

/** Whether a newer build than this page's is here, to be taken with the next start. */
export const isNewerHere = readonly(newer)

let registered: Promise<ServiceWorkerRegistration | null> | null = null
let looking: ReturnType<typeof setTimeout> | undefined

/** Names the one who opens a screen when a notification is clicked. */
export function whenClicked(open: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const path = askedFor(data)
    if (path !== null) open(path)
  })
}

/** Lets the browser keep the client, where it can: not without a secure context, nor where the client is being written. */
export function keepClient(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  if (registered) lookLater()
  else registered = register()
}

async function register(): Promise<ServiceWorkerRegistration | null> {
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isOther(data, ownEntry())) newer.value = true
  })
  return navigator.serviceWorker.register(ADDRESS).catch(() => null) // a private window, or a client that is not built: it works without
}

function lookLater(): void {
  looking ??= setTimeout(() => {
    looking = undefined
    void registered?.then((registration) => registration?.update()).catch(() => undefined) // the next line that comes back looks again
  }, Math.random() * SPREAD_MS)
}

/** The worker of this page, once it runs; null where there is none, or none within `patienceMs`. */
export async function runningWorker(patienceMs: number): Promise<ServiceWorkerRegistration | null> {
  keepClient()
  if (registered && !(await registered)) return null // a private window
  return Promise.race([navigator.serviceWorker.ready, new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null))])
}

/** The notifications of ours that stand there. */
export async function notificationsShown(): Promise<readonly Notification[]> {
  if (!('serviceWorker' in navigator)) return []
  const registration: Partial<ServiceWorkerRegistration> | undefined = await navigator.serviceWorker.getRegistration()
  return (await registration?.getNotifications?.()) ?? []
}

/** Nobody is signed in here: what was shown to somebody is nobody's. */
export async function closeNotifications(): Promise<void> {
  for (const notification of await notificationsShown()) notification.close()
}

/** The path that a worker's word asks to be opened; null where it asks for none. */
export function askedFor(word: unknown): string | null {
  return typeof word === 'object' && word !== null && 'open' in word && typeof word.open === 'string' ? word.open : null
}

/** Whether a worker's word names another build than the one that begins with `entry`. */
export function isOther(word: unknown, entry: string): boolean {
  return typeof word === 'object' && word !== null && 'entry' in word && typeof word.entry === 'string' && word.entry !== entry
}

/** Path of the script that this page began with. */
function ownEntry(): string {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src*="/assets/"]')
  return script ? new URL(script.src).pathname : ''
}
