/** What the service worker decides without the browser's help. */

/** Addresses that are the server's own: whatever is opened there is none of the web client's screens. */
export const SERVERS_OWN = ['/admin/', '/api/', '/health/', '/media/', '/ready/', '/static/', '/sw.js', '/ws/'] as const

/** Caches of builds are called so, and then by their build. */
export const CACHE_PREFIX = 'ggtalk-build-'

/** Builds kept besides the current one, at most: pages of theirs may still be open. */
export const MOST_OLD_BUILDS = 3

/** Whether the web client draws what is opened at this path. */
export function isScreen(path: string): boolean {
  return !SERVERS_OWN.some((own) => path.startsWith(own))
}

/** The caches to be deleted. `names`: all of this origin, in the order they were made; `isPageOpen`: one may need an old build. */
export function surplusCaches(names: readonly string[], current: string, isPageOpen: boolean): string[] {
  const old = names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== current)
  return isPageOpen ? old.slice(0, Math.max(0, old.length - MOST_OLD_BUILDS)) : old
}

/** The server's answer, if it comes in time and is none of a server or proxy that fails; else null. Never throws. */
export async function goodAnswer(network: Promise<Response>, patienceMs: number): Promise<Response | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  const answer = await Promise.race([network.catch(() => null), tooLong])
  clearTimeout(timer)
  return answer && answer.status < 500 ? answer : null
}
