import { defineModule } from '@ggtalk/module'
import { Info, MonitorSmartphone, ShieldBan, SlidersHorizontal, UserRound, Users } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import AccountOverlays from './AccountOverlays.vue'
import { boot } from './entry/entry'
import { keptLists } from './kept'
import OwnHeader from './me/OwnHeader.vue'
import RailMark from './me/RailMark.vue'
import { clear, events, live, load } from './module'
import { routes } from './routes'
import SiteBanner from './site/SiteBanner.vue'
import { unseenRequests } from './requests/unseen'

export { default as AddMenu } from './contacts/AddMenu.vue'
export const AvatarDialog = defineAsyncComponent(() => import('./avatar/AvatarDialog.vue'))
export type { AvatarChoice } from './avatar/choice'
export { default as PersonAvatar } from './PersonAvatar.vue'
export { displayName, nameOf, openProfile } from './people/names'
export { default as FoundList } from './find/FoundList.vue'
export { useSearch } from './find/search'
export type { FoundPage } from './find/search'
export { askForText, type Prompt } from './dialogs/dialogs'
export { default as RequestFrame } from './requests/RequestFrame.vue'
export { mayChat } from './people/relation'
export { addAddMenuEntry, addContactsSection, addFindSection, addRequestsSection, openChat, setChatOpener } from './registry'
export type { AddMenuEntry, ContactsSection, FindSection, RequestsSection } from './registry'
export { isRememberedHere } from './entry/remembered'
export { useFriends } from './stores/friends'
export { useMe } from './stores/me'
export { usePresence } from './stores/presence'
export { useUsers } from './stores/users'
export type { ChosenPresence, Friend, FriendGroup, Me, OwnPresence, User } from './types'

export default defineModule({
  name: 'accounts',
  messages: {
    'zh-CN': () => import('./messages/zh-CN'),
    en: () => import('./messages/en'),
  },
  routes,
  rail: [{ id: 'contacts', icon: Users, labelKey: 'accounts.contacts', order: 20, to: 'contacts', badge: unseenRequests }],
  identity: { mark: RailMark, header: OwnHeader },
  overlays: [AccountOverlays],
  banners: [SiteBanner],
  settingsSections: [
    {
      id: 'general',
      icon: SlidersHorizontal,
      labelKey: 'accounts.options.general',
      order: 10,
      component: defineAsyncComponent(() => import('./options/GeneralOptions.vue')),
    },
    {
      id: 'account',
      icon: UserRound,
      labelKey: 'accounts.options.account',
      order: 20,
      component: defineAsyncComponent(() => import('./options/AccountOptions.vue')),
    },
    {
      id: 'devices',
      icon: MonitorSmartphone,
      labelKey: 'accounts.devices.title',
      order: 30,
      component: defineAsyncComponent(() => import('./options/DevicesOptions.vue')),
    },
    {
      id: 'privacy',
      icon: ShieldBan,
      labelKey: 'accounts.options.privacy',
      order: 40,
      component: defineAsyncComponent(() => import('./options/PrivacyOptions.vue')),
    },
    {
      id: 'about',
      icon: Info,
      labelKey: 'accounts.about.title',
      order: 900,
      component: defineAsyncComponent(() => import('./options/AboutOptions.vue')),
    },
  ],
  events,
  kept: keptLists,
  onBoot: boot,
  load,
  onLive: live,
  onSignOut: clear,
})
