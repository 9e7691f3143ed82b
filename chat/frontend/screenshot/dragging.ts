import { shallowRef, type ShallowRef } from 'vue'
import type { Place } from '../drawing/marks'
import type { Box } from '../drawing/paint'
import { HANDLES, holds, pulled, regionBetween, shifted, type Handle } from './region'

export interface Dragging {
  region: ShallowRef<Box | null>
  /** a side of it is being dragged */
  pulling: ShallowRef<boolean>
  grab: (at: Place, handle: Handle | null) => void
  drag: (to: Place) => void
  release: () => void
  takeAll: () => void
}

/** By a handle a region is pulled, inside it is moved, and elsewhere another one is begun. */
export function useRegion(picture: HTMLCanvasElement): Dragging {
  const region = shallowRef<Box | null>(null)
  const pulling = shallowRef(false)
  let follow: ((to: Place) => Box) | null = null

  function grab(at: Place, handle: Handle | null): void {
    const before = region.value
    pulling.value = handle !== null || !before || !holds(before, at)
    if (before && handle) follow = (to) => pulled(before, handle, to, picture)
    else if (before && holds(before, at)) follow = (to) => shifted(before, { x: to.x - at.x, y: to.y - at.y }, picture)
    else follow = (to) => regionBetween(at, to, picture)
  }

  return {
    region,
    pulling,
    grab,
    drag: (to) => follow && (region.value = follow(to)),
    release: () => {
      follow = null
      pulling.value = false
    },
    takeAll: () => (region.value = { left: 0, top: 0, width: picture.width, height: picture.height }),
  }
}

/** The handle of the region that a pointer is on. */
export function handleOf({ target }: PointerEvent): Handle | null {
  const name = target instanceof HTMLElement ? target.dataset.handle : undefined
  return HANDLES.find((handle) => handle === name) ?? null
}
