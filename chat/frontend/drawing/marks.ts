import { computed, shallowRef, type ComputedRef } from 'vue'

/** Where something is on a picture, in its pixels from the top left. */
export interface Place {
  x: number
  y: number
}

/** Where a pen was; `pressure` from 0 to 1. */
export interface PenPoint extends Place {
  pressure: number
}

interface Inked {
  /** as CSS writes it */
  colour: string
  /** of its lines, in pixels of the picture */
  width: number
}

/** `simulated`: whatever drew it does not feel pressure, so speed stands for it. */
export interface Stroke extends Inked {
  kind: 'pen' | 'eraser'
  points: readonly PenPoint[]
  simulated: boolean
}

/** Drawn from one place to another. */
export interface Figure extends Inked {
  kind: 'rectangle' | 'ellipse' | 'arrow'
  from: Place
  to: Place
}

/** `at`: the top left of its first line. `size`: of its letters, in pixels of the picture. */
export interface Words extends Inked {
  kind: 'text'
  at: Place
  size: number
  text: string
}

/** Coarse squares in the place of what was there. `tiles`: the whole picture with one pixel for each square of `side` pixels. */
export interface Mosaic {
  kind: 'mosaic'
  from: Place
  to: Place
  side: number
  tiles: HTMLCanvasElement
}

/** One thing that was drawn; none ever changes. */
export type Mark = Stroke | Figure | Words | Mosaic

export interface Marks {
  /** what is to be seen, the latest on top */
  shown: ComputedRef<readonly Mark[]>
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
  add: (mark: Mark) => void
  clear: () => void
  undo: () => void
  redo: () => void
}

/** What was drawn, every step of which can be taken back and done again. */
export function useMarks(): Marks {
  const steps = shallowRef<readonly (readonly Mark[])[]>([[]])
  const at = shallowRef(0)
  const shown = computed(() => steps.value[at.value] ?? [])

  function step(marks: readonly Mark[]): void {
    steps.value = [...steps.value.slice(0, at.value + 1), marks]
    at.value += 1
  }

  function go(by: 1 | -1): void {
    at.value = Math.min(steps.value.length - 1, Math.max(0, at.value + by))
  }

  return {
    shown,
    canUndo: computed(() => at.value > 0),
    canRedo: computed(() => at.value < steps.value.length - 1),
    add: (mark) => step([...shown.value, mark]),
    clear: () => shown.value.length > 0 && step([]),
    undo: () => go(-1),
    redo: () => go(1),
  }
}
