import { shallowRef, type Ref } from 'vue'
import { FITTING, moved, turned, zoomed, type Point, type Size, type View } from './zoom'

const WHEEL_STEP = 1.0015
const KEY_STEP = 1.4
const DOUBLE_SCALE = 2.5

export interface Gestures {
  view: Ref<View>
  reset: () => void
  closer: () => void
  farther: () => void
  turn: () => void
  on: Record<'wheel' | 'dblclick' | 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', (event: MouseEvent) => void>
}

/** Wheel, drag, pinch and double click on a stage. `drawn`: how large the picture is there at scale 1. */
export function useGestures(stage: () => HTMLElement | null, drawn: () => Size): Gestures {
  const view = shallowRef<View>(FITTING)
  const fromMiddle = (event: MouseEvent) => placeOn(stage(), event)

  return {
    view,
    reset: () => (view.value = FITTING),
    closer: () => (view.value = zoomed(view.value, KEY_STEP)),
    farther: () => (view.value = zoomed(view.value, 1 / KEY_STEP)),
    turn: () => (view.value = turned(view.value)),
    on: {
      wheel: (event) => (view.value = zoomed(view.value, WHEEL_STEP ** -(event as WheelEvent).deltaY, fromMiddle(event))),
      dblclick: (event) => (view.value = view.value.scale > 1 ? { ...FITTING, turn: view.value.turn } : zoomed(view.value, DOUBLE_SCALE, fromMiddle(event))),
      ...dragging(view, stage, drawn),
    },
  }
}

type Dragging = Pick<Gestures['on'], 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>

/** One pointer moves the picture, two make it larger or smaller. */
function dragging(view: Ref<View>, stage: () => HTMLElement | null, drawn: () => Size): Dragging {
  const pointers = new Map<number, Point>()

  function drag(id: number, to: Point): void {
    const from = pointers.get(id)
    if (!from) return
    const [other] = [...pointers].filter(([key]) => key !== id).map(([, point]) => point)
    pointers.set(id, to)
    if (other) {
      const factor = distance(to, other) / Math.max(1, distance(from, other))
      view.value = zoomed(view.value, factor, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 })
    } else view.value = moved(view.value, { x: to.x - from.x, y: to.y - from.y }, drawn())
  }

  function ended(event: MouseEvent): void {
    pointers.delete((event as PointerEvent).pointerId)
  }

  return {
    pointerdown: (event) => {
      const { pointerId } = event as PointerEvent
      stage()?.setPointerCapture(pointerId)
      pointers.set(pointerId, placeOn(stage(), event))
    },
    pointermove: (event) => drag((event as PointerEvent).pointerId, placeOn(stage(), event)),
    pointerup: ended,
    pointercancel: ended,
  }
}

/** Where that is, from the middle of the stage. */
function placeOn(stage: HTMLElement | null, { clientX, clientY }: MouseEvent): Point {
  const box = stage?.getBoundingClientRect()
  return box ? { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 } : { x: 0, y: 0 }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
