import { toast } from '@ggtalk/ui/toasts'
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { MOST_PICTURES, usePictures } from './pictures'

/** Takes pictures into a composer, however they come, and says what could not be taken. */
export function useAdding(conversation: () => number): (files: readonly File[]) => Promise<void> {
  const { t } = useI18n()
  const pictures = usePictures()
  return async (files) => {
    const { strange, surplus } = await pictures.add(conversation(), files)
    if (strange > 0) toast({ text: t('chat.pictures.onlyPictures'), kind: 'error' })
    if (surplus > 0) toast({ text: t('chat.pictures.tooMany', { most: MOST_PICTURES }), kind: 'error' })
  }
}

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

/** A place where files can be dropped; `take` gets them. */
export function useDropping(take: (files: File[]) => void, allowed: () => boolean): Dropping {
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
      take([...(event.dataTransfer?.files ?? [])])
    },
  }
  return { over, on }
}
