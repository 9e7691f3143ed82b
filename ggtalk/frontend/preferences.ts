import { usePreferredDark, usePreferredLanguages, useStorage as useBrowserStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Locale } from './module'

export type ThemeChoice = 'system' | 'light' | 'dark'
export type LocaleChoice = 'auto' | Locale

/** How this browser shows the product. Kept per browser, so that it holds before anybody signs in. */
export const usePreferences = defineStore('preferences', () => {
  const theme = useBrowserStorage<ThemeChoice>('ggtalk.theme', 'system')
  const language = useBrowserStorage<LocaleChoice>('ggtalk.language', 'auto')
  const prefersDark = usePreferredDark()
  const browserLanguages = usePreferredLanguages()

  const shownTheme = computed<'light' | 'dark'>(() =>
    theme.value === 'dark' || (theme.value === 'system' && prefersDark.value) ? 'dark' : 'light',
  )
  const locale = computed<Locale>(() => (language.value === 'auto' ? preferredLocale(browserLanguages.value) : language.value))

  return { theme, language, shownTheme, locale }
})

/** The first of the browser's languages that we speak; English when there is none. */
export function preferredLocale(languages: readonly string[]): Locale {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return 'zh-CN'
    if (language.toLowerCase().startsWith('en')) return 'en'
  }
  return 'en'
}
