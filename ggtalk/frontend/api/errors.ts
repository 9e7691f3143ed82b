/** The server understood and refused, over REST or over the socket. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly code: string,
    readonly detail: string,
    /** why, per field of the request */
    readonly fields: Readonly<Record<string, string>> = {},
    /** how long to wait before asking again, where the server said so */
    readonly retryAfterSeconds: number | null = null,
    /** HTTP status; 0 for a command over the socket */
    readonly status = 0,
  ) {
    super(`${code}: ${detail}`)
  }
}

/** Nobody answered, or only a proxy or a server that fails: what this browser keeps is the best there is now. */
export function isUnreached(failure: unknown): boolean {
  return failure instanceof NetworkError || (failure instanceof ApiError && failure.status >= 500)
}

export type NetworkFailure = 'unreachable' | 'timeout' | 'line_dropped'

/** Nobody answered: whether the request was carried out is not known. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  constructor(readonly code: NetworkFailure) {
    super(code)
  }
}

/** Not of the request itself: the session has ended, the server or a proxy before it is busy. */
const PASSING_STATUSES = new Set([401, 408, 429])
/** The same over the socket, where there is no status. */
const PASSING_CODES = new Set(['server_error', 'throttled'])

/** Whether the server refused for good: the same would be refused again. Where it failed, was busy or did not answer, trying again may help. */
export function isRefusedForGood(failure: unknown): failure is ApiError {
  if (!(failure instanceof ApiError)) return false
  return failure.status < 500 && !PASSING_STATUSES.has(failure.status) && !PASSING_CODES.has(failure.code)
}
