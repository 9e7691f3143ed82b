import { createSharedComposable, useMediaQuery } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

/** wide: rail, list, pane. medium: list and pane. narrow: one of them. */
export type Shape = 'wide' | 'medium' | 'narrow'

/** Which of the three shapes the window has room for. The widths stand in base.css too, for what style alone can do. */
export const useShape: () => ComputedRef<Shape> = createSharedComposable(() => {
  const wide = useMediaQuery('(min-width: 900px)')
  const medium = useMediaQuery('(min-width: 560px)')
  return computed<Shape>(() => (wide.value ? 'wide' : medium.value ? 'medium' : 'narrow'))
})
