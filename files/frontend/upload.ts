import { csrfToken, refused } from '@ggtalk/api/client'
import { NetworkError } from '@ggtalk/api/errors'
import type { StoredFile, StoredVoice } from './types'

/** Nothing moves for so long: the line is dead. */
const STALLED_MS = 60_000

/**
 * Uploads a picture; `onProgress` hears from 0 to 1 how much is there.
 * Throws ApiError when the server refuses it, NetworkError when nobody answers.
 */
export function uploadPicture(picture: Blob, onProgress: (part: number) => void): Promise<StoredFile> {
  return upload('/api/files/', picture, onProgress)
}

/** The same for a recorded voice. */
export function uploadVoice(voice: Blob, onProgress: (part: number) => void): Promise<StoredVoice> {
  return upload('/api/files/voices/', voice, onProgress)
}

function upload<Stored>(address: string, body: Blob, onProgress: (part: number) => void): Promise<Stored> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch says nothing of what it has sent
    let watchdog: ReturnType<typeof setTimeout>
    const alive = () => {
      clearTimeout(watchdog)
      watchdog = setTimeout(() => request.abort(), STALLED_MS)
    }
    request.upload.onprogress = ({ loaded, total }) => {
      alive()
      onProgress(total > 0 ? loaded / total : 0)
    }
    request.onload = () => {
      const told = parsed(request.responseText)
      if (request.status === 201) resolve(told as Stored)
      else reject(refused(answer(request), told))
    }
    request.onerror = () => reject(new NetworkError('unreachable'))
    request.onabort = () => reject(new NetworkError('timeout'))
    request.onloadend = () => clearTimeout(watchdog)
    request.open('POST', address)
    request.setRequestHeader('Content-Type', body.type || 'application/octet-stream')
    request.setRequestHeader('X-CSRFToken', csrfToken(document.cookie))
    request.send(body)
    alive()
  })
}

function answer(request: XMLHttpRequest): Response {
  const wait = request.getResponseHeader('Retry-After')
  const { status, statusText } = request
  return new Response(null, { status: status === 0 ? 503 : status, statusText, headers: wait ? { 'Retry-After': wait } : {} })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null // a proxy in between has its own pages
  }
}
