import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { begunAt, grown, isSomething, type Dragged } from '../drawing/begun'
import { useMarks, type Marks, type Mosaic, type PenPoint, type Place } from '../drawing/marks'
import type { Box } from '../drawing/paint'
import { INKS, WIDTHS, type Ink, type Width } from '../drawing/palette'
import { feelsPressure, type Drawing } from '../drawing/pointing'
import { handleOf, useRegion } from './dragging'
import { sideOf, tilesOf } from './mosaic'

/** region: chooses, moves and resizes what is kept of the picture. */
export type Tool = 'region' | 'rectangle' | 'ellipse' | 'arrow' | 'pen' | 'text' | 'mosaic'

/** Of letters, in CSS pixels. */
const LETTERS: Record<Width, number> = { thin: 16, medium: 24, thick: 36 }

/** Words being typed on the picture. */
export interface Writing {
  at: Place
  text: string
}

export interface Editing extends Drawing {
  marks: Marks
  region: ShallowRef<Box | null>
  /** a side of the region is being dragged */
  pulling: ShallowRef<boolean>
  begun: ShallowRef<Dragged | null>
  writing: Ref<Writing | null>
  /** of letters, in pixels of the picture */
  letters: ComputedRef<number>
  takeAll: () => void
  /** what was typed becomes a mark */
  finishWriting: () => void
}

export interface Choice {
  tool: Tool
  ink: Ink
  width: Width
}

/** Chooses a region of a picture and draws on it. `scale`: CSS pixels for each of the picture's, so that a line is as wide as it looks. */
export function useEditing(picture: HTMLCanvasElement, choice: () => Choice, scale: () => number): Editing {
  const marks = useMarks()
  const begun = shallowRef<Dragged | null>(null)
  const words = useWriting(marks, choice, scale)
  const { region, pulling, ...dragging } = useRegion(picture)
  const mosaicOf = mosaics(picture)

  function begin(at: PenPoint, event: PointerEvent): void {
    const { tool, ink, width } = choice()
    const handle = handleOf(event)
    if (words.writing.value) words.finishWriting()
    else if (!region.value || handle || tool === 'region') dragging.grab(at, handle)
    else if (tool === 'text') words.writeAt(at)
    else {
      const pencil = { kind: tool, colour: INKS[ink], width: WIDTHS[width] / scale(), simulated: !feelsPressure(event) }
      begun.value = begunAt(at, { ...pencil, mosaic: tool === 'mosaic' ? mosaicOf(width) : null })
    }
  }

  function move(through: readonly PenPoint[]): void {
    const last = through.at(-1)
    if (begun.value) begun.value = grown(begun.value, through)
    else if (last) dragging.drag(last)
  }

  function drop(): void {
    dragging.release()
    begun.value = null
  }

  function end(): void {
    if (begun.value && isSomething(begun.value)) marks.add(begun.value)
    drop()
  }

  return { marks, region, pulling, begun, ...words, takeAll: dragging.takeAll, begin, move, end, drop }
}

type Wording = Pick<Editing, 'writing' | 'letters' | 'finishWriting'> & { writeAt: (at: Place) => void }

function useWriting(marks: Marks, choice: () => Choice, scale: () => number): Wording {
  const writing = ref<Writing | null>(null)
  const letters = computed(() => LETTERS[choice().width] / scale())

  function finishWriting(): void {
    const written = writing.value
    writing.value = null
    if (!written || written.text.trim() === '') return
    const { at, text } = written
    marks.add({ kind: 'text', at, text: text.trimEnd(), size: letters.value, colour: INKS[choice().ink], width: letters.value / 3 })
  }

  return { writing, letters, finishWriting, writeAt: ({ x, y }) => (writing.value = { at: { x, y: y - letters.value / 2 }, text: '' }) }
}

/** Mosaics of a picture by how coarse they are, each made when it is first wanted. */
function mosaics(picture: HTMLCanvasElement): (coarse: Width) => Pick<Mosaic, 'side' | 'tiles'> {
  const made = new Map<Width, Pick<Mosaic, 'side' | 'tiles'>>()
  return (coarse) => {
    const side = sideOf(picture, coarse)
    const mosaic = made.get(coarse) ?? { side, tiles: tilesOf(picture, side) }
    made.set(coarse, mosaic)
    return mosaic
  }
}
