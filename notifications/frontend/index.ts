import { defineModule } from '@ggtalk/module'
import { BellRing } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { useDigest } from './mails/digest'
import { usePush, wishTable } from './push/push'
import ReadNotifications from './push/ReadNotifications.vue'

export default defineModule({
  name: 'notifications',
  messages: {
    'zh-CN': () => import('./messages/zh-CN'),
    en: () => import('./messages/en'),
  },
  settingsSections: [
    {
      id: 'notifications',
      icon: BellRing,
      labelKey: 'notifications.title',
      order: 45,
      component: defineAsyncComponent(() => import('./NotificationSettings.vue')),
    },
  ],
  overlays: [ReadNotifications],
  tables: [wishTable],
  events: { 'digest.changed': (payload) => useDigest().changed(payload) },
  load: () => useDigest().load(),
  onLive: () => void usePush().resume(),
  onSignOut: () => {
    useDigest().clear()
    usePush().leave()
  },
})
