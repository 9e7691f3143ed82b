import { defineModule } from '@ggtalk/module'
import { defineKept } from '@ggtalk/storage/kept'
import { MessageSquare, MessageSquareText, Star } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import ChatOpener from './ChatOpener.vue'
import { useConversations } from './conversations/conversations'
import { copyTable, stepTable } from './copy/copy'
import { draftTable } from './drafts/drafts'
import ForwardOverlay from './forwarding/ForwardOverlay.vue'
import OpenedDialog from './opened/OpenedDialog.vue'
import { events, live, load, signedIn, signedOut } from './module'
import { outboxTable } from './outbox/entries'
import PictureViewer from './pictures/PictureViewer.vue'
import { pictureTable } from './pictures/pictures'
import { routes } from './routes'
import ShakenWindow from './shake/ShakenWindow.vue'
import type { Conversation } from './types'

export { useConversations } from './conversations/conversations'
export { NOTIFY_ICONS, notifyItems } from './notify/choosing'
export { setGroupScreens } from './groupScreens'
export type { GroupScreens } from './groupScreens'
export type { Conversation } from './types'

export default defineModule({
  name: 'chat',
  messages: {
    'zh-CN': () => import('./messages/zh-CN'),
    en: () => import('./messages/en'),
  },
  routes,
  rail: [
    { id: 'chats', icon: MessageSquare, labelKey: 'chat.title', order: 10, to: 'chats', badge: () => useConversations().waiting },
    { id: 'favourites', icon: Star, labelKey: 'chat.favourites.title', order: 30, to: 'favourites' },
  ],
  settingsSections: [
    {
      id: 'chat',
      icon: MessageSquareText,
      labelKey: 'chat.settings.title',
      order: 50,
      component: defineAsyncComponent(() => import('./settings/ChatSettings.vue')),
    },
  ],
  overlays: [ChatOpener, ShakenWindow, PictureViewer, ForwardOverlay, OpenedDialog],
  tables: [copyTable, stepTable, outboxTable, draftTable, pictureTable],
  kept: [defineKept<number, Conversation>('chat.kept_conversations', () => useConversations().conversations, (kept) => useConversations().restore(kept))],
  events,
  onSignIn: signedIn,
  load,
  onLive: live,
  onSignOut: signedOut,
})
