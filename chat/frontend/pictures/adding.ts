import { ref, type Ref } from 'vue'

/** The files of a paste; empty where text is meant, which programs of an office accompany by a picture of itself. */
export function pastedFiles(event: ClipboardEvent): File[] {
  const { clipboardData } = event
  return clipboardData?.getData('text/plain') === '' ? [...clipboardData.files] : []
}

export interface Dropping {
  /** files are being dragged over the place */
  over: Ref<boolean>
  on: Record<'dragenter' | 'dragover' | 'dragleave' | 'drop', (event: DragEvent) => void>
}

/** A place where files can be dropped; `take` gets them, and where in the window that was. */
export function useDropping(take: (files: File[], at: { x: number; y: number }) => void, allowed: () => boolean): Dropping {
  const over = ref(false)
  let depth = 0

  function concerns(event: DragEvent): boolean {
    return allowed() && (event.dataTransfer?.types.includes('Files') ?? false)
  }

  function moved(event: DragEvent, by: 1 | -1): void {
    if (!concerns(event)) return
    event.preventDefault()
    depth = Math.max(0, depth + by)
    over.value = depth > 0
  }

  const on: Dropping['on'] = {
    dragenter: (event) => moved(event, 1),
    dragleave: (event) => moved(event, -1),
    dragover: (event) => {
      if (concerns(event)) event.preventDefault()
    },
    drop: (event) => {
      depth = 0
      over.value = false
      if (!concerns(event)) return
      event.preventDefault()
      take([...(event.dataTransfer?.files ?? [])], { x: event.clientX, y: event.clientY })
    },
  }
  return { over, on }
}
