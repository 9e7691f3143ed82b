import { usePresence } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { errorText } from '@ggtalk/i18n/errors'
import { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { toast } from '@ggtalk/ui/toasts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useConversations } from '../conversations/conversations'
import { asksForAttention } from '../notify/notify'
import { SHAKE_EVERY_MS } from './reaction'

/** Who is busy hears of it by counts only. */
const UNDISTURBED: ReadonlySet<string> = new Set(['busy', 'dnd'])

export interface Felt {
  conversation: number
  user: number
  undisturbed: boolean
  sinceLastMs: number
}

/** Shakes of the window by others, as they are felt. */
export const useShakes = defineStore('chat/shakes', () => {
  const latest = shallowRef<Felt | null>(null)
  const lastAt = new Map<number, number>()

  function sent({ conversation, user }: EventPayload<'shake.sent'>): void {
    const me = useSession().userId
    if (user === me || me === null) return
    const own = useConversations().conversations.get(conversation)?.own
    const undisturbed = (own !== undefined && !asksForAttention(own, false)) || UNDISTURBED.has(usePresence().of(me))
    const now = performance.now()
    const sinceLastMs = now - (lastAt.get(conversation) ?? -Infinity)
    latest.value = { conversation, user, undisturbed, sinceLastMs }
    if (!undisturbed && sinceLastMs >= SHAKE_EVERY_MS) lastAt.set(conversation, now)
  }

  function clear(): void {
    latest.value = null
    lastAt.clear()
  }

  return { latest, sent, clear }
})

/** Shakes the others' window; what comes of it is heard as an event. */
export async function sendShake(conversation: number): Promise<void> {
  try {
    await useConnection().send('shake.send', { conversation })
  } catch (failure) {
    const isTooSoon = failure instanceof ApiError && failure.code === 'throttled'
    const text = isTooSoon ? i18n.global.t('chat.shake.wait', { seconds: failure.retryAfterSeconds ?? 10 }) : errorText(failure)
    toast({ text, kind: isTooSoon ? 'info' : 'error' })
  }
}
