import { createPinia } from 'pinia'
import { createApp, watch, watchEffect, type App } from 'vue'
import type { Router } from 'vue-router'
import Product from './App.vue'
import { i18n, showLanguage } from './i18n'
import { errorText } from './i18n/errors'
import BootFailed from './layout/BootFailed.vue'
import { modulesKey } from './layout/modules'
import type { ModuleDefinition } from './module'
import { usePreferences } from './preferences'
import { useConnection } from './realtime/connection'
import { fetchScreens, makeRouter } from './router'
import { serve, useSession } from './session'
import { toast } from './ui/toasts'
import { closeNotifications, keepClient, whenClicked } from './worker/registration'

const PLACE = '#app'
/** after the first lists, for what is not needed yet */
const UNHURRIED_MS = 2_000

/** Puts the product together from its modules and draws it. */
export async function startApp(modules: readonly ModuleDefinition[]): Promise<void> {
  const pinia = createPinia()
  const app = createApp(Product)
  app.use(pinia).use(i18n).provide(modulesKey, modules)
  serve(modules)

  const preferences = usePreferences(pinia)
  watchEffect(() => {
    document.documentElement.dataset.theme = preferences.shownTheme
  })
  await showLanguage(preferences.locale, modules)
  watchEffect(() => void showLanguage(preferences.locale, modules))

  await boot(modules)
  const router = makeRouter(modules)
  mindMissingPages(app, router)
  app.use(router).mount(PLACE)
  whenClicked((path) => void router.push(path))
  const session = useSession(pinia)
  watch(() => session.signedIn, (signedIn) => signedIn || void closeNotifications().catch(() => undefined), { immediate: true })
  const connection = useConnection(pinia)
  watchEffect(() => connection.loaded && setTimeout(fetchScreens, UNHURRIED_MS, router))
  watch(() => connection.state === 'live', (live) => live && setTimeout(keepClient, UNHURRIED_MS), { immediate: true })
}

/** Runs the modules' `onBoot`, as often as the person asks when the server can't be reached. */
async function boot(modules: readonly ModuleDefinition[]): Promise<void> {
  for (;;) {
    try {
      await Promise.all(modules.map((module) => module.onBoot?.()))
      return
    } catch (failure) {
      await askToRetry(errorText(failure))
    }
  }
}

function askToRetry(text: string): Promise<void> {
  return new Promise((resolve) => {
    const screen = createApp(BootFailed, {
      text,
      onRetry: () => {
        screen.unmount()
        resolve()
      },
    })
    screen.use(i18n).mount(PLACE)
  })
}

/** Who waited for a page's code that did not come is told so; nobody else has to catch it. */
function mindMissingPages(app: App<Element>, router: Router): void {
  const told = new WeakSet()
  window.addEventListener('vite:preloadError', ({ payload }) => {
    told.add(payload)
    tellOfMissingPage()
  })
  window.addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof Error && told.has(event.reason)) event.preventDefault()
  })
  const report = (failure: unknown): void => {
    if (!(failure instanceof Error && told.has(failure))) console.error(failure)
  }
  router.onError(report)
  app.config.errorHandler = report // of what a click has begun
}

/** A page's code did not come: no network, or the server has a newer version by now. */
function tellOfMissingPage(): void {
  const { t } = i18n.global
  toast({
    kind: 'error',
    text: t('shell.layout.pageFailed'),
    action: { label: t('shell.actions.reload'), run: () => location.reload() },
  })
}
