import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { fetchDays } from '../api'
import { copiedDays, copiedPage } from '../copy/copiedPage'
import { useCopy } from '../copy/copy'
import { useChatSettings, type HistorySource } from '../settings/settings'
import type { Days, Message } from '../types'
import { NO_FILTERS, questionOf, type Filters } from './filters'
import { withChanged, withMessage, without, type PageLaw } from './law'
import { FOUND, NEWEST, OLDEST, fetchPage, type HistoryPage, type PageAt } from './pages'

/** The history of one conversation as it is leafed through: one page at a time, filtered or not. */
export const useBrowser = defineStore('chat/browser', () => {
  const conversation = ref<number | null>(null)
  const filters = ref<Filters>(NO_FILTERS)
  const page = shallowRef<HistoryPage | null>(null)
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  /** number of the message whose surroundings are shown */
  const aimed = ref<number | null>(null)
  const isFiltered = computed(() => questionOf(conversation.value ?? 0, filters.value, new Date()) !== null)
  /** where pages come from */
  const source = ref<HistorySource>('server')
  let asked: PageAt = NEWEST
  let turn = 0
  let heard: ((held: HistoryPage) => HistoryPage)[] = []

  async function open(id: number): Promise<void> {
    conversation.value = id
    filters.value = NO_FILTERS
    source.value = useCopy().isKept ? useChatSettings().value.history_source : 'server'
    page.value = null
    await show(NEWEST)
  }

  /** Looks at the same history in the other place. */
  async function look(at: HistorySource): Promise<void> {
    source.value = at
    page.value = null
    await newest()
  }

  /** Shows what passes the filters, the newest first of all. */
  async function filter(wanted: Filters): Promise<void> {
    filters.value = wanted
    await show(isFiltered.value ? FOUND : NEWEST)
  }

  async function show(at: PageAt, aim: number | null = null): Promise<void> {
    const id = conversation.value
    if (id === null) return
    const mine = ++turn
    asked = at
    busy.value = true
    failure.value = null
    heard = []
    try {
      const fresh = await pageOf(id, at)
      if (mine !== turn) return
      page.value = heard.reduce((held, change) => change(held), fresh)
      aimed.value = aim
    } catch (error) {
      if (mine === turn) failure.value = error
    }
    if (mine === turn) busy.value = false
  }

  async function pageOf(id: number, at: PageAt): Promise<HistoryPage> {
    const question = questionOf(id, filters.value, new Date())
    if (source.value === 'local') return copiedPage(await useCopy().messagesOf(id), at, question)
    const fetched = await fetchPage(id, at, question)
    useCopy().keep(fetched.entries.map(({ message }) => message))
    return fetched
  }

  /** Days of a month, `2026-11`, on which something was said. */
  async function daysOf(id: number, month: string, zone: string): Promise<Days> {
    return source.value === 'local' ? copiedDays(await useCopy().messagesOf(id), month) : fetchDays(id, month, zone)
  }

  const newest = (): Promise<void> => show(isFiltered.value ? FOUND : NEWEST)
  const oldest = (): Promise<void> => show(OLDEST)
  const older = (): Promise<void> | undefined => (page.value?.older ? show(page.value.older) : undefined)
  const newer = (): Promise<void> | undefined => (page.value?.newer ? show(page.value.newer) : undefined)
  const again = (): Promise<void> => show(asked, aimed.value)

  /** The page around a message, whatever was filtered. */
  async function around(seq: number): Promise<void> {
    filters.value = NO_FILTERS
    await show({ kind: 'place', start: { around: seq } }, seq)
  }

  /** The page that begins with the first message from a moment on. */
  async function at(moment: Date): Promise<void> {
    filters.value = NO_FILTERS
    await show({ kind: 'place', start: { at: moment.toISOString() } })
  }

  function said({ message }: EventPayload<'message.sent'>): void {
    hear(message, withMessage)
  }

  /** A message is another one now: changed or taken back. */
  function replaced(message: Message): void {
    hear(message, withChanged)
  }

  /** Deleted by me, on whatever client. */
  function deleted({ conversation: id, messages }: Pick<EventPayload<'message.deleted'>, 'conversation' | 'messages'>): void {
    if (id !== conversation.value) return
    const change = (held: HistoryPage): HistoryPage => without(held, messages)
    if (busy.value) heard.push(change)
    if (page.value) page.value = change(page.value)
  }

  /** What is heard while a page is on its way may be missing in it, or in it already. */
  function hear(message: Message, law: PageLaw): void {
    if (message.conversation !== conversation.value) return
    const change = (held: HistoryPage): HistoryPage => law(held, message, isFiltered.value)
    if (busy.value) heard.push(change)
    if (page.value) page.value = change(page.value)
  }

  function close(): void {
    turn += 1
    conversation.value = null
    page.value = null
    aimed.value = null
    busy.value = false
  }

  return {
    conversation, filters, source, page, busy, failure, aimed, isFiltered,
    open, look, daysOf, filter, newest, oldest, older, newer, again, around, at, said, replaced, deleted, close,
  }
})
