/// <reference lib="webworker" />
import { goTo, renew, show } from './push'
import { CACHE_PREFIX, goodAnswer, isScreen, surplusCaches } from './rules'

/**
 * The service worker: opens the web client where the server is not reached, and shows what is pushed while no page is open.
 * It keeps the files of one build and the page that names them, and nothing else; what is private it shows and does not keep.
 */
declare const self: ServiceWorkerGlobalScope

/** Put in by the build: see build.ts. */
declare const BUILD: { id: string; entry: string; files: readonly string[] }

const CACHE = CACHE_PREFIX + BUILD.id
const SHELL = '/'
/** A server that takes longer for the page is as good as none: the kept one opens at once. */
const PATIENCE_MS = 3_000

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (origin !== location.origin || method !== 'GET') return
  if (mode === 'navigate') {
    if (isScreen(pathname)) event.respondWith(page(event))
  } else if (isOfBuild(pathname)) event.respondWith(file(event.request))
})

self.addEventListener('push', (event) => event.waitUntil(show(self, event.data?.text() ?? '')))
self.addEventListener('notificationclick', (event) => event.waitUntil(goTo(self, event.notification)))
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(self, event.oldSubscription, event.newSubscription))
})

/** All or nothing: a build whose files or page can't be had now is tried again by the browser, and the old one stays. */
async function install(): Promise<void> {
  try {
    const cache = await caches.open(CACHE)
    await cache.addAll(BUILD.files.map((path) => (isHashed(path) ? path : new Request(path, { cache: 'reload' }))))
    await cache.put(SHELL, await shell())
  } catch (failure) {
    await caches.delete(CACHE)
    throw failure
  }
  await self.skipWaiting()
}

/** The page as anybody gets it: without cookies it knows nobody. It must be the one of this build. */
async function shell(): Promise<Response> {
  const answer = await fetch(SHELL, { cache: 'no-store', credentials: 'omit' })
  if (!answer.ok || answer.redirected || !(await answer.clone().text()).includes(BUILD.entry)) throw new Error('the server serves another build')
  return answer
}

/** Open pages go on with the build they began with, whose files stay, and learn that there is a newer one. */
async function activate(): Promise<void> {
  await self.clients.claim()
  await tidy()
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage({ entry: BUILD.entry })
}

/** The server's page, which is of its own build; the kept one where there is no answer worth waiting for. */
async function page(event: FetchEvent): Promise<Response> {
  event.waitUntil(tidy())
  const network = fetch(event.request)
  const answer = await goodAnswer(network, PATIENCE_MS)
  return answer ?? (await caches.match(SHELL, { cacheName: CACHE, ignoreVary: true })) ?? network
}

async function file(request: Request): Promise<Response> {
  const how = { ignoreVary: true }
  const kept = (await caches.match(request.url, { ...how, cacheName: CACHE })) ?? (await caches.match(request.url, how))
  return kept ?? fetch(request)
}

function isHashed(path: string): boolean {
  return path.startsWith('/static/assets/')
}

function isOfBuild(path: string): boolean {
  return isHashed(path) || BUILD.files.includes(path)
}

/** Builds that no open page needs are let go. */
async function tidy(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  await Promise.all(surplusCaches(await caches.keys(), CACHE, windows.length > 0).map((name) => caches.delete(name)))
}
