import { useMe } from '@accounts'
import { openStorage } from '@ggtalk/storage'
import { axeComplaints, draw } from '@ggtalk/testing/mounting'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import notifications from '..'
import PushSettings from './PushSettings.vue'
import { usePush, wishTable } from './push'

const KEY = 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM'
const FRESH = { endpoint: 'https://push.example.org/new', keys: { p256dh: 'p', auth: 'a' } }

/** The server, as this screen asks it. */
let server: { offered: boolean; subscribed: boolean; asked: [string, unknown][] }
/** What the browser answers to each question. */
let browser: { permission: NotificationPermission; answers: NotificationPermission; subscribes: () => Promise<unknown>; before: object | null; gaveUp: number }

beforeEach(() => {
  server = { offered: true, subscribed: false, asked: [] }
  vi.stubGlobal('fetch', async (request: Request) => {
    server.asked.push([request.method, request.method === 'PUT' ? await request.json() : null])
    if (request.method === 'PUT') server.subscribed = true
    if (request.method === 'DELETE') server.subscribed = false
    if (request.method === 'DELETE') return new Response(null, { status: 204 })
    return Response.json({ offered: server.offered, subscribed: server.subscribed, public_key: KEY })
  })
  playBrowser()
  setActivePinia(createPinia())
  openStorage(7, [wishTable])
})

afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

/** A browser that can be told; its own parts are no part of the test's window. */
function playBrowser(): void {
  browser = { permission: 'default', answers: 'granted', subscribes: () => Promise.resolve({ toJSON: () => FRESH }), before: null, gaveUp: 0 }
  const pushManager = {
    getSubscription: () => Promise.resolve(browser.before && { ...browser.before, unsubscribe: () => Promise.resolve(++browser.gaveUp) }),
    subscribe: () => browser.subscribes(),
  }
  const registration = { pushManager, getNotifications: () => Promise.resolve([]), update: () => Promise.resolve() }
  const serviceWorker = Object.assign(new EventTarget(), {
    register: () => Promise.resolve(registration), ready: Promise.resolve(registration), getRegistration: () => Promise.resolve(registration),
  })
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('PushManager', () => undefined)
  vi.stubGlobal('Notification', {
    get permission() { return browser.permission },
    requestPermission: () => Promise.resolve((browser.permission = browser.answers)),
  })
  Object.defineProperty(navigator, 'serviceWorker', { value: serviceWorker, configurable: true })
}

async function drawn() {
  const screen = await draw(PushSettings, {}, {}, { modules: [notifications] })
  useMe()
  await flushPromises()
  return screen.find<HTMLInputElement>('[role=switch]')
}

async function turned(on: boolean) {
  const field = await drawn()
  await field.setValue(on)
  await vi.waitFor(() => expect(field.element.disabled && usePush().state !== 'denied').toBe(false))
  await flushPromises()
  return field
}

const text = () => document.body.textContent

it.each([
  ['insecure', () => vi.stubGlobal('isSecureContext', false), 'Only over HTTPS'],
  ['denied', () => (browser.permission = 'denied'), 'are blocked'],
  ['not offered', () => (server.offered = false), 'has turned this off'],
])('says why it can not be turned on: %s', async (_, trouble, words) => {
  trouble()
  const field = await drawn()
  expect(field.element.disabled).toBe(true)
  expect(text()).toContain(words)
  expect(await axeComplaints()).toEqual([])
})

it('subscribes this browser and says so to the server', async () => {
  const field = await turned(true)
  expect(field.element.checked).toBe(true)
  expect(server.asked).toContainEqual(['PUT', { endpoint: FRESH.endpoint, p256dh: 'p', auth: 'a', language: 'en' }])
  expect(await wishTable.get('push')).toBeDefined()
})

it.each([
  ['is not allowed', () => (browser.answers = 'denied'), 'did not allow it'],
  ['gets no answer', () => (browser.answers = 'default'), 'not answered'],
  ['reaches no service', () => (browser.subscribes = () => Promise.reject(new DOMException('', 'AbortError'))), 'does not reach'],
])('stays off where it %s', async (_, trouble, words) => {
  const field = await drawn()
  trouble()
  await field.setValue(true)
  await vi.waitFor(() => expect(text()).toContain(words))
  expect(field.element.checked).toBe(false)
  expect(server.asked.filter(([method]) => method === 'PUT')).toEqual([])
})

it('is turned off here and on the server', async () => {
  Object.assign(browser, { permission: 'granted', before: { options: {} } })
  server.subscribed = true
  await wishTable.put({ id: 'push' })
  const field = await turned(false)
  expect(field.element.checked).toBe(false)
  expect([server.subscribed, browser.gaveUp, await wishTable.get('push')]).toEqual([false, 1, undefined])
})

it('subscribes anew after signing in again, and where the key of the site is another', async () => {
  await drawn()
  Object.assign(browser, { permission: 'granted', before: { options: { applicationServerKey: new ArrayBuffer(65) } } })
  await usePush().resume()
  expect(server.subscribed, 'who never wanted it').toBe(false)
  await wishTable.put({ id: 'push' })
  await usePush().resume()
  expect([server.subscribed, browser.gaveUp]).toEqual([true, 1])
  const asked = server.asked.length
  await usePush().resume()
  expect(server.asked.length, 'a line that comes back asks nothing').toBe(asked)
})
