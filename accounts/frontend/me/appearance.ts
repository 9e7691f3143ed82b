import { usePreferences } from '@ggtalk/preferences'
import { computed, ref, watch } from 'vue'
import { changeMe } from '../api'
import { useMe } from '../stores/me'

/** Set by hand while nobody was signed in: it holds for who signs in next. */
export const chosenBefore = ref(false)

/**
 * Language and theme go with the user: what is set on one device is taken up by the others. What this browser shows before
 * anybody is signed in is its own copy; changing it here, before or after signing in, is a choice of the user's.
 */
export function useAppearanceSync(): void {
  const preferences = usePreferences()
  const me = useMe()
  const mine = computed(() => ({ theme: preferences.theme, language: preferences.language }))
  const stored = computed(() => ({ theme: me.settings.theme, language: me.settings.language }))

  watch(
    [() => me.me !== null, () => stored.value.theme, () => stored.value.language] as const,
    ([known, theme, language]) => {
      if (!known) return
      if (chosenBefore.value) {
        chosenBefore.value = false
        if (theme !== mine.value.theme || language !== mine.value.language) push()
        return
      }
      if (theme) preferences.theme = theme
      if (language) preferences.language = language
    },
    { immediate: true },
  )
  watch([() => mine.value.theme, () => mine.value.language] as const, ([theme, language]) => {
    if (!me.me || (theme === stored.value.theme && language === stored.value.language)) return
    push()
  })

  function push(): void {
    changeMe({ settings: mine.value }).catch(() => undefined)
  }
}
