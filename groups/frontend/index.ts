import { addAddMenuEntry, addContactsSection, addFindSection, addRequestsSection } from '@accounts'
import { setGroupScreens } from '@chat'
import { i18n } from '@ggtalk/i18n'
import { useShape } from '@ggtalk/layout/shape'
import { defineModule } from '@ggtalk/module'
import { defineKept } from '@ggtalk/storage/kept'
import { Users, UsersRound } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import GroupDialogs from './GroupDialogs.vue'
import GroupsSection from './GroupsSection.vue'
import { askForNewGroup } from './dialogs'
import JoinRequests from './joining/JoinRequests.vue'
import { groupMenu } from './menu'
import { clear, events, live, load } from './module'
import { mayRule, nicknameIn, peopleOf } from './people'
import { silenceIn } from './rule/silence'
import { useGroups } from './stores/groups'
import { useJoinRequests } from './stores/joinRequests'
import { useNicknames } from './stores/nicknames'
import type { Group } from './types'

export { useGroups } from './stores/groups'
export type { Group, Member } from './types'

addContactsSection({ id: 'groups', labelKey: 'groups.title', order: 20, component: GroupsSection })
addAddMenuEntry({ id: 'create group', icon: UsersRound, labelKey: 'groups.create', order: 20, run: askForNewGroup })
addFindSection({
  id: 'groups', labelKey: 'groups.title', placeholderKey: 'groups.find.placeholder', order: 20,
  component: defineAsyncComponent(() => import('./find/FoundGroups.vue')),
})
addRequestsSection({
  id: 'groups', order: 10, component: JoinRequests,
  count: () => useJoinRequests().all.length,
  unseen: () => useJoinRequests().waiting + useJoinRequests().unseenAnswers,
})
setGroupScreens({
  subtitle: (conversation) => {
    const group = useGroups().byConversation.get(conversation)
    if (!group) return ''
    const words = useShape().value === 'narrow' ? 'groups.count' : 'groups.line'
    return i18n.global.t(words, { number: group.number, count: group.member_count }, group.member_count)
  },
  people: peopleOf,
  nickname: nicknameIn,
  silence: silenceIn,
  mentionsAll: mayRule,
  pins: mayRule,
  panel: defineAsyncComponent(() => import('./panel/MembersPanel.vue')),
  panelLabelKey: 'groups.members',
  panelIcon: Users,
  menu: (conversation) => {
    const group = useGroups().byConversation.get(conversation)
    return group ? groupMenu(group) : []
  },
})

export default defineModule({
  name: 'groups',
  messages: {
    'zh-CN': () => import('./messages/zh-CN'),
    en: () => import('./messages/en'),
  },
  routes: [{ path: '/join', name: 'join', component: () => import('./joining/JoinPage.vue'), meta: { rail: 'contacts', titleKey: 'groups.links.page' } }],
  overlays: [GroupDialogs],
  kept: [
    defineKept<number, Group>('groups.kept_groups', () => useGroups().groups, (kept) => useGroups().restore(kept)),
    defineKept<string, string>('groups.kept_nicknames', () => useNicknames().names, (kept) => useNicknames().restore(kept)),
  ],
  events,
  load,
  onLive: live,
  onSignOut: clear,
})
