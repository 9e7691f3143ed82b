import type { PenPoint, Place } from './marks'

export interface Drawing {
  /** a pointer was put down */
  begin: (at: PenPoint, event: PointerEvent) => void
  /** it has been at these places since */
  move: (through: readonly PenPoint[]) => void
  /** it was lifted */
  end: () => void
  /** the browser took it for something else */
  drop: () => void
}

type Listeners = Record<'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', (event: PointerEvent) => void>

/** Draws with one pointer at a time, by every place it was at, not only one for each frame. `placeOf`: where on the picture that is. */
export function followPointer(placeOf: (event: PointerEvent) => Place, drawing: Drawing): Listeners {
  let drawn: number | null = null
  const point = (event: PointerEvent): PenPoint => ({ ...placeOf(event), pressure: event.pressure })

  function lifted(event: PointerEvent, then: () => void): void {
    if (event.pointerId !== drawn) return
    drawn = null
    then()
  }

  return {
    pointerdown: (event) => {
      if (event.button !== 0 || (drawn !== null && !feelsPressure(event))) return
      if (drawn !== null) drawing.drop() // it was the hand that holds the pen
      drawn = event.pointerId
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId)
      drawing.begin(point(event), event)
    },
    pointermove: (event) => {
      if (event.pointerId !== drawn) return
      drawing.move(passedBy(event).map(point))
    },
    pointerup: (event) => lifted(event, drawing.end),
    pointercancel: (event) => lifted(event, drawing.drop),
  }
}

/** Every place since the last frame; browsers tell them only in a secure context (not over plain HTTP in a LAN). */
function passedBy(event: PointerEvent): PointerEvent[] {
  const passed = 'getCoalescedEvents' in event ? event.getCoalescedEvents() : []
  return passed.length > 0 ? passed : [event]
}

/** A finger that presses evenly, or a mouse, feels no pressure. */
export function feelsPressure({ pointerType }: PointerEvent): boolean {
  return pointerType === 'pen'
}
