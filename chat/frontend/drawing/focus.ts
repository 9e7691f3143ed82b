import { nextTick, watch } from 'vue'
import type { Marks } from './marks'

/** A button that has nothing left to do loses the focus; it goes to `home`, where keys are heard. */
export function useKeptFocus(marks: Marks, home: () => HTMLElement | null): void {
  watch(marks.shown, async () => {
    await nextTick()
    const holder = document.activeElement
    if (!holder || holder === document.body || holder.matches(':disabled')) home()?.focus()
  })
}
