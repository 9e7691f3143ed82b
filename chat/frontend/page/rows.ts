import { useSession } from '@ggtalk/session'
import { useDocumentVisibility, useWindowFocus } from '@vueuse/core'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useMessages } from '../history/messages'
import { rowsOf, type Row } from '../history/rows'
import { useOutbox } from '../outbox/outbox'
import type { Conversation } from '../types'

/** The rows of an open conversation after `clearedUntil`, what is on its way included. */
export function useRows(conversation: () => Conversation, readUntil: Ref<number | null>, clearedUntil: Ref<number | null>): ComputedRef<Row[]> {
  const store = useMessages()
  const outbox = useOutbox()
  const session = useSession()
  return computed(() => {
    const { id } = conversation()
    const { window } = store.of(id)
    // What is on its way stands after the last message, so it shows only where the window reaches the end.
    const outgoing = window?.hasNewer ? [] : outbox.of(id)
    const { value: cleared } = clearedUntil
    const messages = window?.messages ?? []
    return rowsOf(cleared === null ? messages : messages.filter(({ seq }) => seq > cleared), outgoing, session.userId ?? 0, readUntil.value)
  })
}

/** Whether somebody is looking at this page. */
export function useAttention(): ComputedRef<boolean> {
  const visibility = useDocumentVisibility()
  const focused = useWindowFocus()
  return computed(() => visibility.value === 'visible' && focused.value)
}

/** Number of the last message that was read when unread ones began to gather; null while there is nothing to mark. */
export function useReadUntil(conversation: () => Conversation): Ref<number | null> {
  const { own } = conversation()
  const readUntil = ref(own.unread > 0 ? own.read_seq : null)
  const attention = useAttention()
  watch(
    () => conversation().own.unread,
    (unread, before) => {
      if (before === 0 && unread > 0 && !attention.value) readUntil.value = conversation().own.read_seq
    },
  )
  return readUntil
}
