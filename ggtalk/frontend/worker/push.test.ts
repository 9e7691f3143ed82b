import { describe, expect, it, vi } from 'vitest'
import { goTo, readPushed, renew, show } from './push'

/** The browser's side of a service worker, as far as pushing needs it. */
function playedWorker(windows: Partial<WindowClient>[] = []) {
  const shown: [string, unknown][] = []
  const opened: string[] = []
  const played = {
    clients: { matchAll: () => Promise.resolve(windows), openWindow: (path: string) => Promise.resolve(opened.push(path)) },
    registration: {
      showNotification: (title: string, options: unknown) => Promise.resolve(shown.push([title, options])),
      pushManager: { subscribe: () => Promise.resolve(subscription('https://push.example.org/renewed')) },
    },
    cookieStore: { get: () => Promise.resolve({ value: 'token' }) },
  }
  return { worker: played as unknown as ServiceWorkerGlobalScope, shown, opened }
}

const subscription = (endpoint: string) =>
  ({ options: { applicationServerKey: new ArrayBuffer(65) }, toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }) }) as unknown as PushSubscription
const said = { title: 'Alice (2)', body: 'hello', tag: 'c5', path: '/chats/5', sent_at: '2026-01-02T03:04:05Z' }

describe('what is pushed', () => {
  it('is shown, once for each conversation', async () => {
    const { worker, shown } = playedWorker([{ focused: false }])
    await show(worker, JSON.stringify(said))
    expect(shown).toEqual([['Alice (2)', expect.objectContaining({ body: 'hello', tag: 'c5', renotify: true, timestamp: Date.parse(said.sent_at), data: { path: '/chats/5' } })]])
  })

  it('is not shown to who looks at a page of ours', async () => {
    const { worker, shown } = playedWorker([{ focused: false }, { focused: true }])
    await show(worker, JSON.stringify(said))
    expect(shown).toEqual([])
  })

  it.each(['', 'hello', 'null', '[]', '{"title": 3}'])('shows something, whatever it is: %s', (text) => {
    expect(readPushed(text)).toEqual({ title: 'GGTalk', body: '', tag: 'GGTalk', path: '/', sent_at: null })
  })

  it.each(['https://elsewhere.example.org/', '//elsewhere.example.org', '/\\elsewhere', '/admin/', '/api/me/', 'chats/5'])('opens no %s', (path) => {
    expect(readPushed(JSON.stringify({ ...said, path })).path).toBe('/')
  })
})

describe('a notification that is clicked', () => {
  const notification = () => ({ close: vi.fn(), data: { path: '/chats/5' } }) as unknown as Notification

  it('leads an open page there, the visible one rather', async () => {
    const hidden = { visibilityState: 'hidden' as const, focus: vi.fn(), postMessage: vi.fn() }
    const visible = { visibilityState: 'visible' as const, focus: vi.fn(() => Promise.reject(new Error())), postMessage: vi.fn() }
    const { worker, opened } = playedWorker([hidden, visible])
    await goTo(worker, notification())
    expect(visible.postMessage).toHaveBeenCalledWith({ open: '/chats/5' })
    expect(hidden.postMessage).not.toHaveBeenCalled()
    expect(opened).toEqual([])
  })

  it('opens a page where none is', async () => {
    const { worker, opened } = playedWorker()
    await goTo(worker, notification())
    expect(opened).toEqual(['/chats/5'])
  })
})

describe('a subscription that changes', () => {
  const sent = () => vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response())

  it('is told to the server, a new one made with the same key if need be', async () => {
    const fetched = sent()
    await renew(playedWorker().worker, subscription('https://push.example.org/old'), null)
    await renew(playedWorker().worker, null, subscription('https://push.example.org/given'))
    expect(fetched.mock.calls.map(([address, how]) => [address, how?.method, JSON.parse(how?.body as string) as unknown])).toEqual([
      ['/api/notifications/push/', 'PUT', { endpoint: 'https://push.example.org/renewed', p256dh: 'p', auth: 'a' }],
      ['/api/notifications/push/', 'PUT', { endpoint: 'https://push.example.org/given', p256dh: 'p', auth: 'a' }],
    ])
  })

  it('waits for the next page where the browser tells nothing', async () => {
    const fetched = sent()
    await renew(playedWorker().worker, null, undefined)
    expect(fetched).not.toHaveBeenCalled()
  })
})
