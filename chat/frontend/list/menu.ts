import { attempt } from '@ggtalk/task'
import { openProfile } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { confirm } from '@ggtalk/ui/confirm'
import type { MenuItem } from '@ggtalk/ui/menu'
import { Mail, MailOpen, Pin, PinOff, Trash2, User, X } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { changeOwnState, hideAll, type OwnChanges } from '../api'
import { groupScreens } from '../groupScreens'
import { notifyEntry } from '../notify/choosing'
import { useReading } from '../reading/reading'
import type { Conversation } from '../types'
import { useOpenConversation } from './entries'

/** The menu of a conversation, and of the list where there is none under the pointer. */
export function useConversationMenu(): (conversation: Conversation | undefined) => MenuItem[] {
  const { t } = useI18n()
  const router = useRouter()
  const open = useOpenConversation()

  async function change(id: number, changes: OwnChanges): Promise<void> {
    if (open.value === id && (changes.hidden || changes.marked_unread)) await router.push({ name: 'chats' })
    await attempt(changeOwnState(id, changes))
  }

  function unreadItem({ id, own, last_message }: Conversation): MenuItem {
    if (own.unread === 0 && !own.marked_unread)
      return { id: 'unread', label: t('chat.list.markUnread'), icon: Mail, onSelect: () => void change(id, { marked_unread: true }) }
    return { id: 'read', label: t('chat.list.markRead'), icon: MailOpen, onSelect: () => useReading().read(id, last_message?.seq ?? 0) }
  }

  function itemsOf(conversation: Conversation): MenuItem[] {
    const { id, own, peer, kind } = conversation
    const pin = own.pinned ? { label: t('chat.list.unpin'), icon: PinOff } : { label: t('chat.list.pin'), icon: Pin }
    const profile = peer ? [{ id: 'profile', label: t('chat.openProfile'), icon: User, onSelect: () => openProfile(peer.id) }] : []
    return [
      { id: 'pin', ...pin, onSelect: () => void change(id, { pinned: !own.pinned }) },
      notifyEntry(conversation),
      unreadItem(conversation),
      ...profile,
      ...(kind === 'group' ? (groupScreens.value?.menu(id) ?? []) : []),
      { id: 'remove', label: t('chat.list.remove'), icon: X, separated: true, onSelect: () => void change(id, { hidden: true }) },
    ]
  }

  return (conversation) => [
    ...(conversation ? itemsOf(conversation) : []),
    { id: 'remove all', label: t('chat.list.removeAll'), icon: Trash2, danger: true, onSelect: () => void removeAll() },
  ]
}

async function removeAll(): Promise<void> {
  const { t } = i18n.global
  const sure = await confirm({
    title: t('chat.list.removeAllTitle'), text: t('chat.list.removeAllText'), confirmLabel: t('chat.list.removeAll'), danger: true,
  })
  if (sure) await attempt(hideAll())
}
