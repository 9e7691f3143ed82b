/** What apps above accounts put into its screens. */
import { computed, shallowReactive, type Component, type ComputedRef } from 'vue'

/** One more tab beside 好友 in the contacts list. */
export interface ContactsSection {
  id: string
  /** i18n key of its name */
  labelKey: string
  order: number
  /** the list below the tabs; gets what is typed into the search field as `search` */
  component: Component
  badge?: () => number
}

/** One more entry of the + menu. */
export interface AddMenuEntry {
  id: string
  icon: Component
  labelKey: string
  order: number
  run: () => void
}

/** One more kind of thing to find beside people. */
export interface FindSection {
  /** stands in the address as `?for=` */
  id: string
  /** i18n keys of its name and of what is typed to find it */
  labelKey: string
  placeholderKey: string
  order: number
  /** what was found; gets what is typed as `text` and exposes `now()`, which looks at once */
  component: Component
}

/** Requests of another kind in the verification list, above those to be friends. */
export interface RequestsSection {
  id: string
  order: number
  /** how many it shows now: where all show none the page says so */
  count: () => number
  /** how many want to be looked at */
  unseen: () => number
  component: Component
}

type ChatOpener = (userId: number) => void

const sections = shallowReactive<ContactsSection[]>([])
const entries = shallowReactive<AddMenuEntry[]>([])
const finders = shallowReactive<FindSection[]>([])
const verifications = shallowReactive<RequestsSection[]>([])
const openers = shallowReactive<ChatOpener[]>([])

export const contactsSections: ComputedRef<ContactsSection[]> = computed(() => [...sections].sort((a, b) => a.order - b.order))
export const addMenuEntries: ComputedRef<AddMenuEntry[]> = computed(() => [...entries].sort((a, b) => a.order - b.order))
export const findSections: ComputedRef<FindSection[]> = computed(() => [...finders].sort((a, b) => a.order - b.order))
export const requestsSections: ComputedRef<RequestsSection[]> = computed(() => [...verifications].sort((a, b) => a.order - b.order))
/** Whether anybody shows chats. */
export const canOpenChat: ComputedRef<boolean> = computed(() => openers.length > 0)

export function addContactsSection(section: ContactsSection): void {
  sections.push(section)
}

export function addAddMenuEntry(entry: AddMenuEntry): void {
  entries.push(entry)
}

export function addFindSection(section: FindSection): void {
  finders.push(section)
}

export function addRequestsSection(section: RequestsSection): void {
  verifications.push(section)
}

/** Names the one who shows the chat with a user. */
export function setChatOpener(opener: ChatOpener): void {
  openers.splice(0, openers.length, opener)
}

export function openChat(userId: number): void {
  openers[0]?.(userId)
}
