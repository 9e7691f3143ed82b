import { defineModule } from '@ggtalk/module'

export default defineModule({
  name: 'notifications',
  messages: {
    'zh-CN': () => import('./messages/zh-CN'),
    en: () => import('./messages/en'),
  },
})
