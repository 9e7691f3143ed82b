import { attempt } from '@ggtalk/task'
import { i18n } from '@ggtalk/i18n'
import type { MenuItem } from '@ggtalk/ui/menu'
import { AtSign, Bell, BellOff } from '@lucide/vue'
import type { Component } from 'vue'
import { changeOwnState } from '../api'
import type { Conversation } from '../types'
import type { Notify } from './notify'

export const NOTIFY_ICONS: Readonly<Record<Notify, Component>> = { all: Bell, mentions: AtSign, nothing: BellOff }
const LEVELS = ['all', 'mentions', 'nothing'] as const

/** The levels of a group to choose from. */
export function notifyItems({ id, own }: Conversation): MenuItem[] {
  return LEVELS.map((level) => ({
    id: level, label: i18n.global.t(`chat.notify.${level}`), icon: NOTIFY_ICONS[level], checked: own.notify === level,
    onSelect: () => void choose(id, level),
  }))
}

/** The entry of a conversation's menu: three levels in a group, on and off between two. */
export function notifyEntry(conversation: Conversation): MenuItem {
  const { t } = i18n.global
  const { id, kind, own } = conversation
  if (kind === 'group') return { id: 'notify', label: t('chat.notify.title'), icon: NOTIFY_ICONS[own.notify], items: notifyItems(conversation) }
  return own.notify === 'nothing'
    ? { id: 'notify', label: t('chat.list.unmute'), icon: Bell, onSelect: () => void choose(id, 'all') }
    : { id: 'notify', label: t('chat.list.mute'), icon: BellOff, onSelect: () => void choose(id, 'nothing') }
}

async function choose(id: number, notify: Notify): Promise<void> {
  await attempt(changeOwnState(id, { notify }))
}
