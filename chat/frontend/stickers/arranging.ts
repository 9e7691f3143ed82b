import type { StoredFile } from '@files'
import { ref, type Ref } from 'vue'
import { STEPS, columnsOf } from '../emoji/grid'

/** Where a dragged sticker would come: before or after this one. */
export interface DropMark {
  file: number
  where: 'before' | 'after'
}

export interface Arranging {
  mark: Ref<DropMark | null>
  start: (file: number, event: DragEvent) => void
  over: (file: number, event: DragEvent) => void
  drop: (event: DragEvent) => void
  end: () => void
}

/** Dragging stickers among each other; `move` hears which came to which place among the others. */
export function useArranging(all: () => readonly StoredFile[], move: (file: number, position: number) => void): Arranging {
  const mark = ref<DropMark | null>(null)
  let dragged: number | null = null

  function start(file: number, event: DragEvent): void {
    dragged = file
    if (!event.dataTransfer) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '') // Firefox drags nothing without
  }

  function over(file: number, event: DragEvent): void {
    mark.value = dragged === null || dragged === file ? null : { file, where: halfOf(event) }
    if (mark.value) event.preventDefault()
  }

  function drop(event: DragEvent): void {
    if (dragged === null || !mark.value) return
    event.preventDefault()
    move(dragged, placeBeside(all(), dragged, mark.value))
    end()
  }

  function end(): void {
    dragged = null
    mark.value = null
  }

  return { mark, start, over, drop, end }
}

/** The place among the others that is before or after one of them. */
export function placeBeside(all: readonly StoredFile[], moved: number, { file, where }: DropMark): number {
  const others = all.filter(({ id }) => id !== moved)
  return others.findIndex(({ id }) => id === file) + (where === 'after' ? 1 : 0)
}

/** Where Shift and an arrow key move the sticker at `place`; null where that is no place. */
export function placeByKey(grid: HTMLElement, event: KeyboardEvent, place: number, count: number): number | null {
  const step = event.shiftKey ? STEPS[event.key] : undefined
  if (!step) return null
  const to = place + step[0] + step[1] * columnsOf([...grid.querySelectorAll<HTMLElement>('button')])
  return to >= 0 && to < count ? to : null
}

function halfOf(event: DragEvent): DropMark['where'] {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
  return event.clientX < box.left + box.width / 2 ? 'before' : 'after'
}
