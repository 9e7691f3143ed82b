import type { RouteRecordRaw } from 'vue-router'

const list = () => import('./list/ConversationList.vue')

/** A place in a conversation as the address names it. */
function numberIn(query: unknown): number | undefined {
  return typeof query === 'string' && /^\d{1,15}$/.test(query) ? Number(query) : undefined
}

/** `/chats` shows the recent conversations, `/chats/<id>` one of them, with `?at=<seq>` at a message; `/chats/<id>/history` leafs through it, `/chats/search` shows what was found. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/chats',
    name: 'chats',
    components: { list, default: () => import('./page/NoConversation.vue') },
    meta: { titleKey: 'chat.title' },
  },
  {
    path: '/chats/:id(\\d+)',
    name: 'chat',
    components: { list, default: () => import('./page/ChatPage.vue') },
    props: { list: false, default: (route) => ({ id: Number(route.params.id), at: numberIn(route.query.at) }) },
    meta: { titleKey: 'chat.title', rail: 'chats', parent: 'chats' },
  },
  {
    path: '/chats/:id(\\d+)/history',
    name: 'history',
    components: { list, default: () => import('./browser/HistoryPage.vue') },
    props: { list: false, default: (route) => ({ id: Number(route.params.id) }) },
    meta: { titleKey: 'chat.browser.title', rail: 'chats', parent: 'chat' },
  },
  {
    path: '/favourites',
    name: 'favourites',
    components: { default: () => import('./favourites/FavouritesPage.vue') },
    meta: { titleKey: 'chat.favourites.title' },
  },
  {
    path: '/chats/search',
    name: 'search',
    components: { list, default: () => import('./search/SearchPage.vue') },
    props: { list: false, default: (route) => ({ q: String(route.query.q ?? '') }) },
    meta: { titleKey: 'chat.search.messages', rail: 'chats', parent: 'chats' },
  },
]
