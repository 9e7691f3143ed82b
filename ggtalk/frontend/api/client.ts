import createClient from 'openapi-fetch'
import { ApiError, NetworkError } from './errors'
import type { paths } from './schema'

const REQUEST_TIMEOUT_MS = 30_000
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

type Answer<Data> =
  { data: Data; error?: never; response: Response } | { data?: never; error: unknown; response: Response }

let onUnauthorized: () => void = () => undefined

/** Names the one who is told when the server no longer knows this session. */
export function whenUnauthorized(listener: () => void): void {
  onUnauthorized = listener
}

/** The typed REST client: `await call(api.GET('/api/me/'))`. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  fetch: (request) => fetch(request),
})

api.use({
  onRequest({ request }) {
    if (SAFE_METHODS.has(request.method)) return undefined
    const token = csrfToken(document.cookie)
    if (token) request.headers.set('X-CSRFToken', token)
    return request
  },
})

/**
 * Awaits a request and hands back its data.
 * Throws ApiError when the server refuses, NetworkError when nobody answers in time.
 */
export async function call<Data>(request: Promise<Answer<Data>>, patienceMs = REQUEST_TIMEOUT_MS): Promise<Data> {
  const answer = await answered(request, patienceMs)
  if (answer.response.ok) return answer.data as Data
  throw refused(answer.response, answer.error)
}

/** Reads Django's CSRF token out of the page's cookies; empty when there is none. */
export function csrfToken(cookies: string): string {
  return /(?:^|;\s*)csrftoken=([^;]*)/.exec(cookies)?.[1] ?? ''
}

/** The refusal as an ApiError; who keeps the session is told when the server no longer knows it. */
export function refused(response: Response, body: unknown): ApiError {
  const error = apiError(response, body)
  if (error.status === 401 && error.code !== 'invalid_credentials') onUnauthorized()
  return error
}

/** Turns a refusal into an ApiError, also when a proxy in between answered with something else than our JSON: then without words. */
export function apiError(response: Response, body: unknown): ApiError {
  const told = isRecord(body) ? body : {}
  const code = typeof told.code === 'string' ? told.code : `http_${response.status}`
  const detail = typeof told.detail === 'string' ? told.detail : ''
  const retryAfter = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return new ApiError(code, detail, texts(told.fields), Number.isFinite(retryAfter) ? retryAfter : null, response.status)
}

async function answered<Data>(request: Promise<Answer<Data>>, patienceMs: number): Promise<Answer<Data>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NetworkError('timeout')), patienceMs)
  })
  try {
    return await Promise.race([request, timeout])
  } catch (failure) {
    throw failure instanceof NetworkError ? failure : new NetworkError('unreachable')
  } finally {
    clearTimeout(timer)
  }
}

function texts(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
