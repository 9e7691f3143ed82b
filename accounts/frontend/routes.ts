import type { RouteRecordRaw } from 'vue-router'

const list = () => import('./contacts/ContactsList.vue')
const meta = { rail: 'contacts', titleKey: 'accounts.contacts', parent: 'contacts' }

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./entry/SignInPage.vue'), meta: { public: true, titleKey: 'accounts.entry.signIn' } },
  { path: '/register', name: 'register', component: () => import('./entry/RegisterPage.vue'), meta: { public: true, titleKey: 'accounts.entry.register' } },
  {
    path: '/contacts',
    name: 'contacts',
    components: { list, default: () => import('./contacts/NobodyChosen.vue') },
    meta: { rail: 'contacts', titleKey: 'accounts.contacts' },
  },
  {
    path: '/contacts/people/:id(\\d+)',
    name: 'person',
    components: { list, default: () => import('./people/PersonPage.vue') },
    props: { default: (route) => ({ id: Number(route.params.id) }) },
    meta,
  },
  { path: '/contacts/requests', name: 'requests', components: { list, default: () => import('./requests/RequestsPage.vue') }, meta },
  { path: '/contacts/find', name: 'find', components: { list, default: () => import('./find/FindPage.vue') }, meta },
]
