import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, apiError, call, csrfToken, whenUnauthorized } from './client'

let requests: Request[]
let answer: () => Promise<Response>

beforeEach(() => {
  requests = []
  vi.stubGlobal('fetch', (request: Request) => {
    requests.push(request)
    return answer()
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function json(status: number, body: unknown, headers: Record<string, string> = {}): () => Promise<Response> {
  return () =>
    Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }))
}

describe('an answer', () => {
  it('is handed back as data', async () => {
    answer = json(200, { presence: { 2: 'away' } })
    expect(await call(api.GET('/api/presence/'))).toEqual({ presence: { 2: 'away' } })
  })

  it('may be empty', async () => {
    answer = () => Promise.resolve(new Response(null, { status: 204 }))
    await expect(call(api.POST('/api/auth/logout/'))).resolves.toBeUndefined()
  })

  it('of refusal is thrown with code, fields and how long to wait', async () => {
    answer = json(429, { code: 'throttled', detail: 'slow', fields: { name: 'why' } }, { 'Retry-After': '30' })
    await expect(call(api.GET('/api/me/'))).rejects.toMatchObject({
      name: 'ApiError',
      code: 'throttled',
      detail: 'slow',
      fields: { name: 'why' },
      retryAfterSeconds: 30,
      status: 429,
    })
  })

  it('that never comes is a network failure of its own kind', async () => {
    answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await expect(call(api.GET('/api/me/'))).rejects.toMatchObject({ name: 'NetworkError', code: 'unreachable' })
  })

  it('that takes too long is a timeout', async () => {
    vi.useFakeTimers()
    answer = () => new Promise(() => undefined)
    const given = expect(call(api.GET('/api/me/'))).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(30_000)
    await given
  })

  it('of 401 tells who keeps the session, a wrong password does not', async () => {
    const heard = vi.fn()
    whenUnauthorized(heard)
    const body = { account: 'a', password: 'b' }
    answer = json(401, { code: 'invalid_credentials', detail: '' })
    await expect(call(api.POST('/api/auth/login/', { body }))).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(heard).not.toHaveBeenCalled()
    answer = json(401, { code: 'not_authenticated', detail: '' })
    await expect(call(api.GET('/api/me/'))).rejects.toMatchObject({ code: 'not_authenticated' })
    expect(heard).toHaveBeenCalledOnce()
  })
})

describe('a refusal that is not ours', () => {
  it('still becomes an ApiError', () => {
    const response = new Response('<html>', { status: 502, statusText: 'Bad Gateway' })
    expect(apiError(response, '<html>')).toMatchObject({ code: 'http_502', detail: '', fields: {}, retryAfterSeconds: null })
    expect(apiError(response, { code: 5, fields: { a: 1, b: 'x' } })).toMatchObject({ code: 'http_502', fields: { b: 'x' } })
  })
})

describe('the CSRF token', () => {
  it('is read from among the cookies', () => {
    expect(csrfToken('a=1; csrftoken=abc; b=2')).toBe('abc')
    expect(csrfToken('csrftoken=abc')).toBe('abc')
    expect(csrfToken('xcsrftoken=abc')).toBe('')
  })

  it('goes along with what changes something', async () => {
    document.cookie = 'csrftoken=abc'
    answer = json(200, {})
    await call(api.GET('/api/presence/'))
    await call(api.PATCH('/api/me/', { body: { name: 'Alice' } }))
    expect(requests.map((request) => request.headers.get('X-CSRFToken'))).toEqual([null, 'abc'])
  })
})
