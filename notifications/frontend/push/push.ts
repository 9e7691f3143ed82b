import { useConversations } from '@chat'
import { api, call } from '@ggtalk/api/client'
import { usePreferences } from '@ggtalk/preferences'
import { defineTable } from '@ggtalk/storage'
import { notificationsShown } from '@ggtalk/worker/registration'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { NotSubscribed, askPermission, giveUp, isAllowed, obstacle, subscription, type Obstacle } from './browser'

/** That somebody wants to be told in this browser: it holds over signing in again, and over another key of the site's. */
export const wishTable = defineTable<{ id: string }>('notifications.wishes', 'id')
const WISH = { id: 'push' }

/** off, on: as the person wants. not_offered: the site does without. Else why it can't be. null: not asked yet. */
export type PushState = 'off' | 'on' | 'not_offered' | Obstacle | null

/** Being told of messages while no page of this browser is open. */
export const usePush = defineStore('push', () => {
  const state = ref<PushState>(null)
  /** whether this page has seen to it that the server knows the subscription: thousands of lines may come back at once */
  let resumed = false

  /** How it is now. */
  async function load(): Promise<void> {
    const { offered, subscribed } = await call(api.GET('/api/notifications/push/'))
    state.value = offered ? (obstacle() ?? (subscribed && isAllowed() ? 'on' : 'off')) : 'not_offered'
  }

  /** Has this browser told. Throws `NotSubscribed`, or what a request throws. */
  async function turnOn(): Promise<void> {
    await askPermission().finally(() => (state.value = obstacle() ?? state.value))
    await subscribe()
    await wishTable.put(WISH)
  }

  /** Has it told no more. */
  async function turnOff(): Promise<void> {
    await wishTable.delete(WISH.id)
    await call(api.DELETE('/api/notifications/push/'))
    state.value = 'off'
    await giveUp()
  }

  /** Who wants to be told is, also after signing in again: without a word where it can't be now. Asks once a page. */
  async function resume(): Promise<void> {
    if (!isAllowed() || !(await wishTable.get(WISH.id))) return
    await closeRead()
    if (resumed) return
    resumed = true
    await subscribe().catch(() => undefined)
  }

  /** Closes the notifications of what was read meanwhile. */
  async function closeRead(): Promise<void> {
    const { conversations } = useConversations()
    for (const notification of await notificationsShown()) {
      const conversation = conversations.get(Number(/^c(\d+)$/.exec(notification.tag)?.[1]))
      if (conversation?.own.unread === 0) notification.close()
    }
  }

  /** Nobody is signed in here any more. */
  function leave(): void {
    state.value = null
    resumed = false
    void giveUp().catch(() => undefined)
  }

  async function subscribe(): Promise<void> {
    const { offered, public_key: key } = await call(api.GET('/api/notifications/push/'))
    if (!offered) {
      state.value = 'not_offered'
      return
    }
    const body = { ...(await subscription(key)), language: usePreferences().locale }
    await call(api.PUT('/api/notifications/push/', { body }))
    state.value = 'on'
  }

  return { state, load, turnOn, turnOff, resume, closeRead, leave }
})

export { NotSubscribed }
