import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineModule } from './module'
import { fetchScreens, makeRouter, wayOn } from './router'
import { useSession } from './session'

const page = { render: () => null }
const messages = { 'zh-CN': () => Promise.resolve({ default: {} }), en: () => Promise.resolve({ default: {} }) }
const letters = defineModule({
  name: 'letters',
  messages,
  rail: [{ id: 'letters', icon: page, labelKey: 'letters.rail', order: 2, to: 'letters' }],
  routes: [{ path: '/letters', name: 'letters', component: page }],
})
const people = defineModule({
  name: 'people',
  messages,
  rail: [{ id: 'people', icon: page, labelKey: 'people.rail', order: 1, to: 'people' }],
  routes: [
    { path: '/people', name: 'people', component: page },
    { path: '/sign-in', name: 'sign-in', component: page, meta: { public: true } },
  ],
})

beforeEach(() => {
  setActivePinia(createPinia())
  history.replaceState(null, '', '/')
})

async function arrive(at: string): Promise<string> {
  const router = makeRouter([letters, people])
  await router.push(at)
  return router.currentRoute.value.fullPath
}

describe('who is not signed in', () => {
  it('comes to the sign-in page and remembers the way', async () => {
    expect(await arrive('/letters?from=1')).toBe('/sign-in?next=/letters?from=1')
    expect(await arrive('/')).toBe('/sign-in?next=/people')
  })

  it('has the first screen fetched meanwhile', async () => {
    const fetched = vi.fn(() => Promise.resolve(page))
    const letter = defineModule({ ...letters, routes: [{ path: '/letters', name: 'letters', component: fetched }] })
    const entry = defineModule({ ...people, rail: [] })
    await makeRouter([letter, entry]).push('/sign-in')
    expect(fetched).toHaveBeenCalledOnce()
  })

  it('sees public pages', async () => {
    expect(await arrive('/sign-in')).toBe('/sign-in')
  })
})

describe('who is signed in', () => {
  beforeEach(() => {
    useSession().userId = 1
  })

  it('begins with the first item of the rail', async () => {
    expect(await arrive('/')).toBe('/people')
  })

  it('comes home from an address nobody knows', async () => {
    expect(await arrive('/nowhere/at/all')).toBe('/people')
  })

  it('does not see the sign-in page, and goes on to where the way led', async () => {
    expect(await arrive('/sign-in?next=/letters')).toBe('/letters')
    expect(await arrive('/sign-in')).toBe('/people')
  })

  it('has settings', async () => {
    expect(await arrive('/settings/appearance')).toBe('/settings/appearance')
  })
})

it('has the screens fetched that were not opened yet', () => {
  const fetched = vi.fn(() => Promise.reject(new Error('no line')))
  fetchScreens(makeRouter([defineModule({ ...letters, routes: [{ path: '/letters', name: 'letters', component: fetched }] }), people]))
  expect(fetched).toHaveBeenCalledOnce()
})

describe('the way on', () => {
  it.each([
    ['/letters', '/letters'],
    ['/letters?of=me#last', '/letters?of=me#last'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['https://elsewhere.example', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
  ])('%s leads to %s', (next, path) => expect(wayOn(next)).toBe(path))
})
