import { shallowRef, type Ref } from 'vue'
import { FITTING, moved, turned, zoomed, type Point, type Size, type View } from './zoom'

const WHEEL_STEP = 1.0015
const KEY_STEP = 1.4
const DOUBLE_SCALE = 2.5
/** A finger that goes so far to one side has swiped. */
const SWIPE_PX = 60

export interface Gestures {
  view: Ref<View>
  reset: () => void
  closer: () => void
  farther: () => void
  turn: () => void
  on: Record<'wheel' | 'dblclick' | 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel', (event: MouseEvent) => void>
}

interface About {
  stage: () => HTMLElement | null
  /** how large the picture is there at scale 1 */
  drawn: () => Size
  /** a finger has swiped over the whole picture: from the left where that is `older` */
  swiped: (to: 'older' | 'newer') => void
}

/** Wheel, drag, pinch, swipe and double click on a stage. */
export function useGestures({ stage, drawn, swiped }: About): Gestures {
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
      ...dragging(view, { stage, drawn, swiped }),
    },
  }
}

type Dragging = Pick<Gestures['on'], 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel'>

/** One pointer moves the picture, two make it larger or smaller; a finger on one that is not larger swipes. */
function dragging(view: Ref<View>, { stage, drawn, swiped }: About): Dragging {
  const pointers = new Map<number, Point>()
  let swipeFrom: Point | null = null

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
    swipeFrom = null
  }

  function lifted(event: MouseEvent): void {
    const from = swipeFrom
    ended(event)
    if (!from) return
    const { x, y } = placeOn(stage(), event)
    if (Math.abs(x - from.x) > Math.max(SWIPE_PX, 2 * Math.abs(y - from.y))) swiped(x > from.x ? 'older' : 'newer')
  }

  return {
    pointerdown: (event) => {
      const { pointerId, pointerType } = event as PointerEvent
      stage()?.setPointerCapture(pointerId)
      pointers.set(pointerId, placeOn(stage(), event))
      swipeFrom = pointerType === 'touch' && pointers.size === 1 && view.value.scale === 1 ? placeOn(stage(), event) : null
    },
    pointermove: (event) => drag((event as PointerEvent).pointerId, placeOn(stage(), event)),
    pointerup: lifted,
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
