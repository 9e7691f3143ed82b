import { createI18n } from 'vue-i18n'
import type { Locale, MessageTree, ModuleDefinition } from '../module'

type Loader = () => Promise<{ default: MessageTree }>

const shellMessages: Record<Locale, Loader> = {
  'zh-CN': () => import('../messages/zh-CN'),
  en: () => import('../messages/en'),
}

// eslint-disable-next-line @typescript-eslint/no-deprecated -- without `legacy: false` this version gives the old API
export const i18n = createI18n<false>({ legacy: false, locale: 'en', fallbackLocale: false, messages: {} })

/** Loads every module's words in this language (once) and shows them from now on. */
export async function showLanguage(locale: Locale, modules: readonly ModuleDefinition[]): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    const loaders: [string, Loader][] = [['shell', shellMessages[locale]]]
    for (const module of modules) loaders.push([module.name, module.messages[locale]])
    const trees = await Promise.all(loaders.map(async ([name, load]) => [name, (await load()).default] as const))
    i18n.global.setLocaleMessage(locale, Object.fromEntries(trees))
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}
