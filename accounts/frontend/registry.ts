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

type ChatOpener = (userId: number) => void

const sections = shallowReactive<ContactsSection[]>([])
const entries = shallowReactive<AddMenuEntry[]>([])
const openers = shallowReactive<ChatOpener[]>([])

export const contactsSections: ComputedRef<ContactsSection[]> = computed(() => [...sections].sort((a, b) => a.order - b.order))
export const addMenuEntries: ComputedRef<AddMenuEntry[]> = computed(() => [...entries].sort((a, b) => a.order - b.order))
/** Whether anybody shows chats. */
export const canOpenChat: ComputedRef<boolean> = computed(() => openers.length > 0)

export function addContactsSection(section: ContactsSection): void {
  sections.push(section)
}

export function addAddMenuEntry(entry: AddMenuEntry): void {
  entries.push(entry)
}

/** Names the one who shows the chat with a user. */
export function setChatOpener(opener: ChatOpener): void {
  openers.splice(0, openers.length, opener)
}

export function openChat(userId: number): void {
  openers[0]?.(userId)
}
