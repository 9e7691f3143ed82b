import { MessageSquare, Users } from '@lucide/vue'
import type { VueWrapper } from '@vue/test-utils'
import type { Window as HappyWindow } from 'happy-dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick } from 'vue'
import { useRouter, type Router } from 'vue-router'
import { defineModule } from '../module'
import { useConnection } from '../realtime/connection'
import { useShortcut } from '../shortcuts'
import { useStorage } from '../storage'
import { axeComplaints, draw } from '../testing/mounting'
import PaneHeader from '../ui/PaneHeader.vue'
import AppLayout from './AppLayout.vue'

let waiting = 0
let searched = 0
let router: Router
let drawn: VueWrapper | undefined

const list = {
  setup() {
    router = useRouter()
    useShortcut('search', () => {
      searched += 1
    })
    return () => h('button', { id: 'row' }, 'the list')
  },
}
const notes = { render: () => h('p', 'the notes') }
const nothing = { render: () => h('p', 'nothing chosen') }
const letter = { render: () => h(PaneHeader, { title: 'A letter' }) }
const routes = [
  { path: '/letters', name: 'letters', components: { list, default: nothing }, meta: { titleKey: 'letters.rail' } },
  { path: '/letters/1', name: 'letter', components: { list, default: letter }, meta: { rail: 'letters', parent: 'letters' } },
  { path: '/notes', name: 'notes', components: { list: notes, default: nothing } },
  { path: '/alone', name: 'people', component: letter },
  { path: '/settings', name: 'settings', component: nothing },
]
const words = () => Promise.resolve({ default: { rail: 'Letters', people: 'People' } })
const letters = defineModule({
  name: 'letters',
  messages: { 'zh-CN': words, en: words },
  rail: [
    { id: 'people', icon: Users, labelKey: 'letters.people', order: 2, to: 'people' },
    { id: 'letters', icon: MessageSquare, labelKey: 'letters.rail', order: 1, to: 'letters', badge: () => waiting },
  ],
  identity: { mark: { render: () => h('i', 'mark') }, header: { render: () => h('b', 'header') } },
})

async function show(width: number, at: string): Promise<VueWrapper> {
  ;(window as unknown as HappyWindow).happyDOM.setViewport({ width, height: 800 })
  drawn = await draw(AppLayout, {}, {}, { modules: [letters], routes, at })
  await nextTick()
  return drawn
}

const visible = (text: string): boolean =>
  [...document.querySelectorAll<HTMLElement>('.list, .pane, nav')].some(
    (part) => part.style.display !== 'none' && part.textContent.includes(text),
  )
const links = (): string[] => [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('aria-label') ?? link.textContent.trim())

beforeEach(() => {
  waiting = 0
  searched = 0
})

afterEach(() => {
  drawn?.unmount()
  vi.useRealTimers()
  document.body.innerHTML = ''
})

describe.each([
  ['wide', 1200, { list: true, pane: true, header: false, mark: true }],
  ['medium', 700, { list: true, pane: true, header: true, mark: false }],
  ['narrow', 400, { list: false, pane: true, header: false, mark: false }],
] as const)('the %s shape', (_name, width, shows) => {
  it('shows what it has room for when something is open', async () => {
    await show(width, '/letters/1')
    expect({ list: visible('the list'), pane: visible('A letter'), header: visible('header'), mark: visible('mark') }).toEqual(shows)
  })

  it('has the modules’ items in order, settings last, and marks where one is', async () => {
    await show(width, '/letters')
    expect(links()).toEqual(['Letters', 'People', 'Settings'])
    expect(document.querySelector('nav [aria-current="page"]')?.getAttribute('href')).toBe('/letters')
  })

  it('has roles and names for everybody', async () => {
    await show(width, '/letters/1')
    expect(await axeComplaints()).toEqual([])
  })
})

describe('the narrow shape', () => {
  it('shows the list alone where nothing is open', async () => {
    await show(400, '/letters')
    expect([visible('the list'), visible('nothing chosen')]).toEqual([true, false])
  })

  it('leads from the pane back to the list and gives the focus back', async () => {
    await show(400, '/letters')
    document.getElementById('row')?.focus()
    await router.push('/letters/1')
    await nextTick()
    expect(document.activeElement?.id).toBe('pane')
    document.querySelector<HTMLElement>('[aria-label="Back"]')?.click()
    await vi.waitFor(() => expect(document.activeElement?.id).toBe('row'))
    expect(router.currentRoute.value.path).toBe('/letters')
  })

  it('keeps the tabs below a page that has no list', async () => {
    await show(400, '/alone')
    expect(links()).toHaveLength(3)
  })
})

describe('a list', () => {
  it('is as it was left when its tab is shown again, and hears no keys meanwhile', async () => {
    await show(1200, '/letters')
    const row = document.getElementById('row')
    await router.push('/notes')
    expect([document.getElementById('row'), visible('the notes')]).toEqual([null, true])
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
    expect(searched).toBe(0)
    await router.push('/letters')
    expect(document.getElementById('row')).toBe(row)
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
    expect(searched).toBe(1)
  })

  it('is scrolled to where it was', async () => {
    await show(1200, '/letters')
    const place = drawn?.get('#row').element as HTMLElement
    Object.defineProperty(place, 'clientHeight', { value: 100 })
    place.scrollTop = 300
    place.dispatchEvent(new Event('scroll'))
    await router.push('/notes')
    place.scrollTop = 0
    await router.push('/letters')
    expect(place.scrollTop).toBe(300)
  })
})

describe('the title', () => {
  it('says how much waits and where one is', async () => {
    waiting = 3
    await show(1200, '/letters')
    expect(document.title).toBe('(3) Letters – GGTalk')
  })
})

describe('banners', () => {
  it('say that the line is lost after a moment, and that it was found again', async () => {
    vi.useFakeTimers()
    await show(1200, '/letters')
    const connection = useConnection()
    connection.loaded = true
    connection.state = 'connecting'
    await vi.advanceTimersByTimeAsync(1_400)
    expect(document.body.textContent).not.toContain('Connection lost')
    await vi.advanceTimersByTimeAsync(100)
    expect(document.querySelector('[role="status"]')?.textContent).toContain('Connection lost')
    connection.state = 'syncing'
    await vi.advanceTimersByTimeAsync(10)
    connection.state = 'live'
    await nextTick()
    expect(document.body.textContent).toContain('Connected again')
    await vi.advanceTimersByTimeAsync(2_500)
    expect(document.body.textContent).not.toContain('Connected again')
  })

  it('keep quiet about a line that comes back at once', async () => {
    vi.useFakeTimers()
    await show(1200, '/letters')
    const connection = useConnection()
    connection.loaded = true
    for (const state of ['live', 'connecting', 'syncing', 'live'] as const) {
      connection.state = state
      await vi.advanceTimersByTimeAsync(300)
      expect(document.querySelector('[role="status"]')).toBeNull()
    }
  })

  it('say that the browser keeps nothing, until dismissed', async () => {
    await show(1200, '/letters')
    useStorage().trouble = 'full'
    await nextTick()
    expect(document.body.textContent).toContain('no room left')
    document.querySelector<HTMLElement>('[role="status"] button')?.click()
    await nextTick()
    expect(document.body.textContent).not.toContain('no room left')
  })
})
