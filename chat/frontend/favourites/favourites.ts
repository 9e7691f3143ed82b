import { i18n } from '@ggtalk/i18n'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { attempt } from '@ggtalk/task'
import { toast } from '@ggtalk/ui/toasts'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { fetchFavourites, type Favourite } from '../api'
import { isGone, laterOf, type Message } from '../types'

/** What I keep, as far as it is on screen: loaded in pages, moved by events. What it says stands in no event, so it is asked for. */
export const useFavourites = defineStore('chat/favourites', () => {
  const entries = shallowRef<readonly Favourite[]>([])
  /** where the next page begins; null after the last */
  const next = ref<number | null>(null)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  /** what is looked for; null while nobody looks */
  let asked: string | null = null
  /** counts what was asked for, so that an answer that is older is recognised */
  let turn = 0

  /** Shows those in which these words occur; all where there are none. */
  async function open(q: string): Promise<void> {
    asked = q
    await page(null)
  }

  async function more(): Promise<void> {
    await page(entries.value.length > 0 ? next.value : null)
  }

  function close(): void {
    turn += 1
    asked = null
    entries.value = []
    next.value = failure.value = null
    busy.value = false
  }

  function added(): void {
    if (asked !== null) void page(null)
  }

  function removed({ message }: EventPayload<'favourite.removed'>): void {
    entries.value = entries.value.filter((entry) => entry.message.id !== message)
  }

  function messageChanged(message: Message): void {
    if (isGone(message)) removed({ message: message.id })
    else entries.value = entries.value.map((entry) => (entry.message.id === message.id ? { ...entry, message: laterOf(entry.message, message) } : entry))
  }

  /** What is held may be old now. */
  function load(): void {
    if (asked !== null) void page(null)
  }

  async function page(before: number | null): Promise<void> {
    const mine = ++turn
    busy.value = true
    failure.value = null
    try {
      const found = await fetchFavourites(asked ?? '', before)
      if (mine !== turn) return
      entries.value = before === null ? found.favourites : [...entries.value, ...found.favourites]
      next.value = found.next
    } catch (reason) {
      if (mine === turn) failure.value = reason
    }
    if (mine === turn) busy.value = false
  }

  return { entries, next, busy, failure, open, more, close, added, removed, messageChanged, load }
})

/** Asks the server; its event moves the screens. */
export async function keep(message: Message): Promise<void> {
  const done = await attempt(useConnection().send('message.keep', { message: message.id, on: true }))
  if (done) toast({ kind: 'ok', text: i18n.global.t('chat.favourites.kept') })
}

export async function unkeep(message: Message): Promise<void> {
  await attempt(useConnection().send('message.keep', { message: message.id, on: false }))
}
