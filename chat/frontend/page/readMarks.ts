import { useConnection } from '@ggtalk/realtime/connection'
import { watchEffect, type Ref } from 'vue'
import { useReading } from '../reading/reading'
import type { Conversation } from '../types'
import { useAttention } from './rows'

/** Marks a conversation read while its end is on screen and somebody is looking. */
export function useReadMarks(conversation: () => Conversation, atEnd: Readonly<Ref<boolean>>): void {
  const attention = useAttention()
  const reading = useReading()
  const connection = useConnection()
  watchEffect(() => {
    const { id, own, last_message } = conversation()
    const isNew = own.unread > 0 || own.marked_unread
    if (isNew && atEnd.value && attention.value && connection.state === 'live') reading.read(id, last_message?.seq ?? own.last_seq)
  })
}
