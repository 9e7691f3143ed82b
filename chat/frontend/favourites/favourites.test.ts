import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { message } from '../testing/things'
import type { Message } from '../types'
import { useFavourites } from './favourites'

/** numbers of the messages that the server keeps for me, the latest kept first */
let kept: number[]
let asked: string[]

beforeEach(() => {
  setActivePinia(createPinia())
  kept = [3, 2, 1]
  asked = []
  vi.stubGlobal('fetch', (request: Request) => {
    const { search, searchParams } = new URL(request.url)
    asked.push(search)
    const before = Number(searchParams.get('before') ?? Infinity)
    const page = kept.filter((seq) => seq < before).slice(0, 2)
    const favourites = page.map((seq) => ({ message: message(seq), kept_at: '2026-11-26T08:00:00Z', marks: [] }))
    const last = page.at(-1)
    return Promise.resolve(Response.json({ favourites, next: last !== undefined && last > Math.min(...kept) ? last : null }))
  })
})

afterEach(() => vi.unstubAllGlobals())

const shown = () => useFavourites().entries.map((entry) => entry.message.seq)
const gone = (body: object): Message => ({ ...message(2), body: body })

describe('old list + event = fresh list', () => {
  it('page by page, when one is added, and when one is removed', async () => {
    await useFavourites().open('')
    await useFavourites().more()
    expect([shown(), useFavourites().next]).toEqual([[3, 2, 1], null])
    useFavourites().removed({ message: 1_002 })
    expect(shown()).toEqual([3, 1])
    kept = [4, 3, 1]
    useFavourites().added()
    await vi.waitFor(() => expect(shown()).toEqual([4, 3]))
  })

  it('also when a message is edited, recalled or burnt, without asking', async () => {
    await useFavourites().open('')
    useFavourites().messageChanged({ ...message(3, { text: 'edited' }), changed_seq: 9 })
    expect(useFavourites().entries[0]?.message.body).toEqual({ text: 'edited' })
    useFavourites().messageChanged(gone({ recalled: true }))
    expect([shown(), asked.length]).toEqual([[3], 1])
  })

  it('asks for nothing while nobody looks', () => {
    useFavourites().added()
    useFavourites().load()
    expect(asked).toEqual([])
  })
})
