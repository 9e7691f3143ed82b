import { useConnection } from '@ggtalk/realtime/connection'
import type { EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { defineStore } from 'pinia'
import { useConversations } from '../conversations/conversations'
import { Marks } from './marks'

const READ_EVERY_MS = 1_000
const DELIVERED_EVERY_MS = 1_000

/** Tells the server what this client holds and what was read here. A mark that gets lost is made again after the next connection. */
export const useReading = defineStore('chat/reading', () => {
  const connection = useConnection()
  const conversations = useConversations()

  const readMarks = new Marks((conversation, seq) => tell('message.read', conversation, seq), READ_EVERY_MS)
  const deliveredMarks = new Marks((conversation, seq) => tell('message.delivered', conversation, seq), DELIVERED_EVERY_MS)

  /** The person has seen everything up to here. */
  function read(conversation: number, seq: number): void {
    readMarks.add(conversation, seq)
  }

  function said({ message }: EventPayload<'message.sent'>): void {
    const isDirect = conversations.conversations.get(message.conversation)?.kind === 'direct'
    if (isDirect && message.sender !== useSession().userId) deliveredMarks.add(message.conversation, message.seq)
  }

  /** The line stands and the lists are here: what came in the meantime is held too. */
  function live(): void {
    for (const { id, kind, own, last_message } of conversations.conversations.values()) {
      if (kind === 'direct' && own.unread > 0 && last_message) deliveredMarks.add(id, last_message.seq)
    }
  }

  function clear(): void {
    readMarks.clear()
    deliveredMarks.clear()
  }

  function tell(command: 'message.read' | 'message.delivered', conversation: number, seq: number): void {
    if (connection.state === 'live') connection.send(command, { conversation, seq }).catch(() => undefined)
  }

  return { read, said, live, clear }
})
