import type { StoredFile } from '@files'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useMessages } from '../history/messages'
import type { MessageWindow } from '../history/window'
import { inlineImages } from '../inline/inline'
import { imagesOf, type Message } from '../types'

/** So many pages are looked through for one more picture before it is given up. */
const MOST_PAGES = 10

/** One picture of a conversation over the whole window, and its neighbours among the messages that are held. */
export const useViewer = defineStore('chat/viewer', () => {
  const shown = shallowRef<{ conversation: number; file: number; among?: readonly StoredFile[] | undefined } | null>(null)
  const messages = useMessages()
  const searching = ref(false)

  const all = computed<readonly StoredFile[]>(() => shown.value?.among ?? (windowBehind()?.messages ?? []).flatMap(picturesIn))
  const index = computed(() => all.value.findIndex(({ id }) => id === shown.value?.file))
  const current = computed(() => all.value[index.value] ?? null)
  const hasOlder = computed(() => index.value > 0 || (windowBehind()?.hasOlder ?? false))
  const hasNewer = computed(() => index.value >= 0 && (index.value < all.value.length - 1 || (windowBehind()?.hasNewer ?? false)))

  /** `among`: the pictures it stands between, where these are not those of the conversation. */
  function show(conversation: number, file: number, among?: readonly StoredFile[]): void {
    shown.value = { conversation, file, among }
  }

  function close(): void {
    shown.value = null
  }

  /** The one before; loads earlier messages until there is one. */
  const older = (): Promise<void> => step(-1)
  /** The one after; loads later messages until there is one. */
  const newer = (): Promise<void> => step(1)

  async function step(by: 1 | -1): Promise<void> {
    if (searching.value || go(by) || shown.value?.among) return
    searching.value = true
    for (let page = 0; page < MOST_PAGES && shown.value; page += 1) {
      const window = windowBehind()
      if (!(by < 0 ? window?.hasOlder : window?.hasNewer)) break
      await (by < 0 ? messages.older : messages.newer)(shown.value.conversation)
      if (go(by) || windowBehind() === window) break
    }
    searching.value = false
  }

  /** What is held of the conversation; null where it stands between other pictures. */
  function windowBehind(): MessageWindow | null {
    return shown.value && !shown.value.among ? messages.of(shown.value.conversation).window : null
  }

  function go(by: 1 | -1): boolean {
    const next = index.value < 0 ? undefined : all.value[index.value + by]
    if (next && shown.value) shown.value = { ...shown.value, file: next.id }
    return next !== undefined
  }

  return { shown, all, index, current, hasOlder, hasNewer, searching, show, close, newer, older }
})

/** The pictures of a message in the order in which they are seen. */
export function picturesIn({ body }: Pick<Message, 'body'>): StoredFile[] {
  return [...imagesOf({ body }), ...inlineImages(body)]
}
