import { i18n } from '@ggtalk/i18n'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import en from '../../messages/en'
import { message } from '../../testing/things'
import type { Message } from '../../types'
import { Embedding, MOST_MEGABYTES } from './embedding'

const MEGABYTE = new Uint8Array(1024 * 1024)
let answers: Record<string, () => Response> = {}
let asked: string[] = []

beforeEach(() => {
  i18n.global.mergeLocaleMessage('en', { chat: en })
  asked = []
  answers = {}
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const { pathname, search } = new URL(url)
    asked.push(pathname + search)
    return Promise.resolve(answers[pathname]?.() ?? Response.error())
  })
})

afterEach(() => void vi.unstubAllGlobals())

function pictured(...ids: number[]): Message {
  return message(1, { body: { text: '', images: ids.map((id) => ({ id })) } as unknown as Message['body'] })
}

function picture(content: BlobPart, type = 'image/webp') {
  return () => new Response(new Blob([content], { type }), { headers: { 'Content-Type': type } })
}

describe('pictures in an export', () => {
  it('are written into it, large and not as they were sent', async () => {
    answers = { '/api/files/7/': picture('seen') }
    expect(await new Embedding(false).of(pictured(7))).toEqual([expect.objectContaining({ url: `data:image/webp;base64,${btoa('seen')}` })])
    expect(asked).toEqual(['/api/files/7/?size=large'])
  })

  it('are only pictures, and only those that are there', async () => {
    answers = { '/api/files/7/': picture('<svg/>', 'image/svg+xml'), '/api/files/8/': () => new Response('', { status: 404 }) }
    const embedding = new Embedding(false)
    expect(await embedding.of(pictured(7, 8))).toEqual([])
    expect(embedding.missing).toBe(2)
  })

  it('are bounded together', async () => {
    answers = { '/api/files/7/': picture(MEGABYTE) }
    const embedding = new Embedding(false)
    for (let n = 0; n < MOST_MEGABYTES; n += 1) expect(await embedding.of(pictured(7))).toHaveLength(1)
    expect(await embedding.of(pictured(7))).toEqual([])
    expect(embedding.missing).toBe(1)
  }, 30_000)

  it('are left out of a copy without a network, which is asked once; from the server the export fails', async () => {
    vi.stubGlobal('fetch', () => (asked.push(''), Promise.reject(new TypeError('Failed to fetch'))))
    const offline = new Embedding(true)
    expect(await offline.of(pictured(7, 8, 9))).toEqual([])
    expect([offline.missing, asked.length]).toEqual([3, 1])
    await expect(new Embedding(false).of(pictured(7))).rejects.toMatchObject({ code: 'unreachable' })
  })
})
