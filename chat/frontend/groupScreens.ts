import type { MenuItem } from '@ggtalk/ui/menu'
import { shallowRef, type Component } from 'vue'

/** What the app that knows groups adds to the screens of their conversations, by conversation id. */
export interface GroupScreens {
  /** the line under the title */
  subtitle: (conversation: number) => string
  /** stands beside the messages; gets `conversation`, emits `close` */
  panel: Component
  /** i18n key of the panel's name */
  panelLabelKey: string
  panelIcon: Component
  /** ids of those in it; empty while they are on their way */
  people: (conversation: number) => readonly number[]
  /** what a member wants to be called in it; null for their name, empty while it is on its way */
  nickname: (conversation: number, user: number) => string | null
  /** why I may not say anything in it now, in my language; null when I may */
  silence: (conversation: number) => string | null
  /** whether I may pin messages in it */
  pins: (conversation: number) => boolean
  /** whether I may mention all in it */
  mentionsAll: (conversation: number) => boolean
  /** further entries of the conversation's menu */
  menu: (conversation: number) => MenuItem[]
}

export const groupScreens = shallowRef<GroupScreens | null>(null)

/** Names the one who knows groups. */
export function setGroupScreens(screens: GroupScreens): void {
  groupScreens.value = screens
}
