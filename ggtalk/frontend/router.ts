import { createRouter, createWebHistory, loadRouteLocation, type Router } from 'vue-router'
import type { ModuleDefinition } from './module'
import { useSession } from './session'
import { settingsRoutes } from './settings/routes'

declare module 'vue-router' {
  interface RouteMeta {
    /** seen without being signed in, and without rail and list */
    public?: boolean
    /** the route this one was opened from: in the narrow shape the pane takes the whole window and leads back there */
    parent?: string
    /** id of the rail item that is marked while this route is shown */
    rail?: string
    /** i18n key of the page's title */
    titleKey?: string
  }
}

/** The route a module must offer for people who are not signed in. */
export const SIGN_IN_ROUTE = 'sign-in'

/** Puts the modules' routes together; who is not signed in sees only public ones. */
export function makeRouter(modules: readonly ModuleDefinition[]): Router {
  const first = modules.flatMap((module) => module.rail ?? []).sort((a, b) => a.order - b.order)[0]
  const home = { name: first?.to ?? 'settings' }
  const router = createRouter({
    history: createWebHistory('/'),
    routes: [
      { path: '/', name: 'home', redirect: home },
      ...settingsRoutes(modules),
      ...modules.flatMap((module) => module.routes ?? []),
      { path: '/:rest(.*)*', redirect: '/' },
    ],
  })
  router.beforeEach((to) => {
    const { signedIn } = useSession()
    if (to.meta.public && signedIn) return wayOn(to.query.next)
    if (to.meta.public || signedIn) return true
    return { name: SIGN_IN_ROUTE, query: to.path === '/' ? {} : { next: to.fullPath } }
  })
  router.afterEach((to) => {
    // While somebody signs in, what is behind the door comes; if it does not, going there says so.
    if (to.meta.public) loadRouteLocation(router.resolve(home)).catch(() => undefined)
  })
  return router
}

/** Where to go after sign-in: only ever a path of this site. */
export function wayOn(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

/** Fetches the screens that were not opened yet: without a line they could not be fetched any more. */
export function fetchScreens(router: Router): void {
  const screens = router.getRoutes().flatMap((record) => Object.values(record.components ?? {}))
  for (const screen of screens) if (typeof screen === 'function') (screen as () => Promise<unknown>)().catch(() => undefined)
}
