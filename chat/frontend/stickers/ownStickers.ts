import { uploadPicture, type StoredFile } from '@files'
import type { EventPayload } from '@ggtalk/realtime/types'
import { i18n } from '@ggtalk/i18n'
import { attempt } from '@ggtalk/task'
import { toast } from '@ggtalk/ui/toasts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { addSticker, fetchStickers, moveSticker, removeSticker } from '../api'

/** My own stickers in their order; moved by events and loads only. */
export const useOwnStickers = defineStore('chat/ownStickers', () => {
  const all = shallowRef<readonly StoredFile[]>([])
  const known = computed(() => new Map(all.value.map((file) => [file.id, file])))

  function byId(file: number): StoredFile | undefined {
    return known.value.get(file)
  }

  async function load(): Promise<void> {
    all.value = await fetchStickers()
  }

  function added({ sticker }: EventPayload<'sticker.added'>): void {
    if (!known.value.has(sticker.id)) all.value = [sticker, ...all.value]
  }

  function removed({ sticker }: EventPayload<'sticker.removed'>): void {
    all.value = all.value.filter(({ id }) => id !== sticker)
  }

  function ordered({ stickers }: EventPayload<'stickers.ordered'>): void {
    all.value = stickers.flatMap((file) => known.value.get(file) ?? [])
  }

  function clear(): void {
    all.value = []
  }

  return { all, byId, load, added, removed, ordered, clear }
})

/** Makes a sticker of a picture that I see. True when it is one now; else why not was said. */
export function collect(file: number): Promise<boolean> {
  return attempt(addSticker(file))
}

/** The same for one in a message, and says so. */
export async function collectShown(file: number): Promise<void> {
  if (await collect(file)) toast({ kind: 'ok', text: i18n.global.t('chat.stickers.collected') })
}

/** Uploads a picture and makes a sticker of it; `onProgress` hears from 0 to 1 how much of it is there. */
export async function collectUpload(picture: Blob, onProgress: (part: number) => void): Promise<boolean> {
  return attempt(uploadPicture(picture, onProgress).then(({ id }) => addSticker(id)))
}

/** Moves one to a place among the others, counted from 0. */
export function move(file: number, position: number): Promise<boolean> {
  return attempt(moveSticker(file, position))
}

export function discard(file: number): Promise<boolean> {
  return attempt(removeSticker(file))
}

/** Brings one back to where it was. */
export async function restore(file: number, position: number): Promise<void> {
  if ((await collect(file)) && position > 0) await move(file, position)
}
