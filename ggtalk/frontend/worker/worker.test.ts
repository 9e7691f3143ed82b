import { describe, expect, it } from 'vitest'
import { isOther } from './registration'
import { CACHE_PREFIX, goodAnswer, isScreen, MOST_OLD_BUILDS, surplusCaches } from './rules'

describe('the service worker', () => {
  it.each(['/', '/chats', '/chats/5?at=3', '/join', '/sign-in', '/apiary'])('opens %s itself', (path) => {
    expect(isScreen(path)).toBe(true)
  })

  it.each(['/api/files/1/', '/api/docs/', '/admin/', '/media/avatars/a.webp', '/ws/', '/health/', '/sw.js'])('leaves %s to the server', (path) => {
    expect(isScreen(path)).toBe(false)
  })

  it('takes an answer that comes in time, also a refusal', async () => {
    for (const status of [200, 403, 404]) {
      const answer = new Response(null, { status })
      expect(await goodAnswer(Promise.resolve(answer), 1_000)).toBe(answer)
    }
  })

  it('takes none from a server that fails, is away, or does not speak', async () => {
    expect(await goodAnswer(Promise.resolve(new Response(null, { status: 502 })), 1_000)).toBeNull()
    expect(await goodAnswer(Promise.reject(new TypeError('Failed to fetch')), 1_000)).toBeNull()
    expect(await goodAnswer(new Promise(() => undefined), 1)).toBeNull()
  })

  it('keeps old builds while a page is open, the latest few of them, and never touches what is not its own', () => {
    const old = ['a', 'b', 'c', 'd'].map((id) => CACHE_PREFIX + id)
    const current = `${CACHE_PREFIX}now`
    const names = ['somebody else', ...old, current]
    expect(surplusCaches(names, current, false)).toEqual(old)
    expect(surplusCaches(names, current, true)).toEqual(old.slice(0, old.length - MOST_OLD_BUILDS))
    expect(surplusCaches([current, ...old], current, true), 'gone back to an earlier build').not.toContain(current)
    expect(surplusCaches([current], current, true)).toEqual([])
  })
})

describe('a page', () => {
  it('hears of a build that is not its own', () => {
    expect(isOther({ entry: '/static/assets/main-b.js' }, '/static/assets/main-a.js')).toBe(true)
    expect(isOther({ entry: '/static/assets/main-a.js' }, '/static/assets/main-a.js')).toBe(false)
    for (const noise of [null, 'x', {}, { entry: 3 }]) expect(isOther(noise, '/static/assets/main-a.js')).toBe(false)
  })
})
