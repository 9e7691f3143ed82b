import { nextTick, watch, type ComputedRef } from 'vue'
import { useShape } from './shape'

/** In the narrow shape, moves the focus into the pane that took the window, and back to where it was in the list. */
export function useFocusFollowsPane(showsList: ComputedRef<boolean>): void {
  const shape = useShape()
  let leftAt: Element | null = null

  watch(showsList, (list) => {
    if (shape.value !== 'narrow') return
    if (!list) leftAt = document.activeElement
    void nextTick(() => {
      if (!list) focusUnlessInside(document.getElementById('pane'))
      else if (leftAt instanceof HTMLElement && leftAt.isConnected) leftAt.focus({ preventScroll: true })
    })
  })
}

/** A screen that has put the focus somewhere itself knows better. */
function focusUnlessInside(place: HTMLElement | null): void {
  if (place && !place.contains(document.activeElement)) place.focus({ preventScroll: true })
}
