import type { EventPayload } from '@ggtalk/realtime/types'
import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import { fetchAnnouncements } from '../api'
import type { Announcement } from '../types'
import { withAnnouncement, withoutAnnouncement } from './law'

type Change = (announcements: readonly Announcement[]) => readonly Announcement[]

/** What should be read in the one group somebody looks at: fetched then, and moved by events. */
export const useAnnouncements = defineStore('groups/announcements', () => {
  const group = shallowRef<number | null>(null)
  const announcements = shallowRef<readonly Announcement[] | null>(null)
  /** how many had read each when it was asked, by id */
  const readCounts = shallowReactive(new Map<number, number>())
  /** what was heard while the list was on its way */
  let heard: Change[] = []

  async function look(at: number): Promise<void> {
    if (group.value !== at) announcements.value = null
    group.value = at
    const changes: Change[] = []
    heard = changes
    const fresh = await fetchAnnouncements(at)
    if (heard !== changes) return
    readCounts.clear()
    fresh.announcements.forEach(({ id }, place) => readCounts.set(id, fresh.read_counts[place] ?? 0))
    const list: readonly Announcement[] = fresh.announcements
    announcements.value = changes.reduce((known, change) => change(known), list)
  }

  function posted(event: EventPayload<'announcement.posted'>): void {
    change(event.group, (list) => withAnnouncement(list, event.announcement))
  }

  function removed(event: EventPayload<'announcement.removed'>): void {
    change(event.group, (list) => withoutAnnouncement(list, event.announcement))
  }

  /** What is held may lack events: whoever looks asks again. */
  function clear(): void {
    group.value = announcements.value = null
    readCounts.clear()
    heard = []
  }

  function change(of: number, how: Change): void {
    if (of !== group.value) return
    heard.push(how)
    if (announcements.value) announcements.value = how(announcements.value)
  }

  return { group, announcements, readCounts, look, posted, removed, clear }
})
