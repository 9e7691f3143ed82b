import { watch } from 'vue'
import { usePreferences } from '../preferences'

/** The bars that browser and phone draw around the page have the list's ground, in the theme that is shown. */
export function useBarColour(): void {
  const preferences = usePreferences()

  function colour(): void {
    const ground = getComputedStyle(document.documentElement).getPropertyValue('--paper-2').trim()
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute('content', ground)
  }

  watch(() => preferences.shownTheme, colour, { immediate: true, flush: 'post' })
}
