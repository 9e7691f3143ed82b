import { usePreferences } from '@ggtalk/preferences'
import { createGlobalState } from '@vueuse/core'
import { shallowRef, watch } from 'vue'

/** The colours (#rrggbb) that texts stand on in the theme that is shown: my bubbles, others', the composer, and what floats. */
export const useGrounds = createGlobalState(() => {
  const preferences = usePreferences()
  const grounds = shallowRef({ mine: '#ffffff', theirs: '#ffffff', composer: '#ffffff', popover: '#ffffff' })

  function read(): void {
    const tokens = getComputedStyle(document.documentElement)
    const colour = (name: string) => tokens.getPropertyValue(name).trim() || '#ffffff'
    grounds.value = { mine: colour('--brand'), theirs: colour('--paper-2'), composer: colour('--paper'), popover: colour('--paper-3') }
  }

  watch(() => preferences.shownTheme, read, { immediate: true, flush: 'post' })
  return grounds
})
