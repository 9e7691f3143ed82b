import { useSession } from '@ggtalk/session'
import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { titleOf, useConversations } from '../conversations/conversations'
import { inOrder, isListed, lastActivity } from '../conversations/order'
import { useDrafts } from '../drafts/drafts'
import { useOutbox } from '../outbox/outbox'
import type { Conversation } from '../types'
import { useTyping } from '../typing/typing'
import { lastLineOf, type LastLine } from './lastLine'

/** One row of the list of recent conversations. */
export interface ListEntry {
  conversation: Conversation
  title: string
  /** when something last happened, as ms since 1970; 0 for never */
  activity: number
  line: LastLine
  /** it, or its history, is on screen */
  isOpen: boolean
}

/** The id of the conversation that is on screen; null when there is none. */
export function useOpenConversation(): ComputedRef<number | null> {
  const route = useRoute()
  return computed(() => (route.name === 'chat' ? Number(route.params.id) : null))
}

/** The recent conversations in their order. */
export function useListEntries(): ComputedRef<ListEntry[]> {
  const store = useConversations()
  const outbox = useOutbox()
  const drafts = useDrafts()
  const typing = useTyping()
  const session = useSession()
  const open = useOpenConversation()
  const route = useRoute()
  const read = computed(() => (route.name === 'history' ? Number(route.params.id) : open.value))

  function entryOf(conversation: Conversation): ListEntry | null {
    const { id } = conversation
    const isOpen = id === read.value
    const draft = id === open.value ? '' : drafts.textOf(id)
    const outgoing = outbox.of(id)
    if (!isListed(conversation, isOpen, draft, outgoing)) return null
    const line = lastLineOf(conversation, { typing: typing.of(id), draft, outgoing, me: session.userId ?? 0 })
    return { conversation, title: titleOf(conversation), activity: lastActivity(conversation, outgoing), line, isOpen }
  }

  return computed(() => inOrder([...store.conversations.values()].map(entryOf).filter((entry) => entry !== null)))
}
