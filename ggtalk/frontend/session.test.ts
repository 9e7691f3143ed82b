import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './api/errors'
import { api, call } from './api/client'
import { defineModule } from './module'
import { useConnection } from './realtime/connection'
import { serve, useSession } from './session'
import { defineTable } from './storage'
import { defineKept } from './storage/kept'
import { FakeLine } from './testing/fakeLine'

const kept = defineKept<string, string>('letters.kept_words', () => words, (rows) => told.push(`kept ${[...rows.values()].join()}`))
const words = new Map<string, string>()
const notes = defineTable<{ id: number }>('letters.notes', 'id')
let lines: FakeLine[]
let told: string[]

const letters = defineModule({
  name: 'letters',
  messages: { 'zh-CN': () => Promise.resolve({ default: {} }), en: () => Promise.resolve({ default: {} }) },
  tables: [notes],
  kept: [kept],
  onSignIn: async (userId) => {
    told.push(`in ${userId}, ${(await notes.all()).length} notes`)
  },
  load: (reason) => {
    told.push(`load ${reason.kind}`)
    return Promise.resolve()
  },
  onLive: () => told.push('live'),
  onSignOut: () => {
    told.push('out')
  },
})

beforeEach(() => {
  setActivePinia(createPinia())
  lines = []
  told = []
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.stubGlobal(
    'WebSocket',
    class extends FakeLine {
      static readonly OPEN = 1
      static readonly CONNECTING = 0
      static readonly CLOSED = 3

      constructor(readonly url: URL) {
        super()
        lines.push(this)
      }
    },
  )
  serve([letters])
})

afterEach(async () => {
  await useSession().end({})
  vi.unstubAllGlobals()
})

describe('a session', () => {
  it('opens storage, tells the modules, connects, loads, is live', async () => {
    await useSession().start(7)
    expect(useConnection().state).toBe('connecting')
    lines[0]?.hello({ u7: 0 })
    await vi.waitFor(() => expect(useConnection().state).toBe('live'))
    expect(told).toEqual(['in 7, 0 notes', 'load start', 'live'])
    expect(useConnection().loaded).toBe(true)
  })

  it('shows a lost line and a found one', async () => {
    await useSession().start(7)
    lines[0]?.hello({ u7: 0 })
    await vi.waitFor(() => expect(useConnection().state).toBe('live'))
    lines[0]?.drop()
    expect(useConnection().state).toBe('connecting')
    await expect(useConnection().send('ping', {})).rejects.toMatchObject({ code: 'line_dropped' })
    window.dispatchEvent(new Event('online'))
    lines[1]?.hello({ u7: 0 })
    await vi.waitFor(() => expect(lines[1]?.sent.at(-1)?.type).toBe('sync'))
    lines[1]?.reply({ streams: { u7: 0 }, reset: [], gone: [] })
    await vi.waitFor(() => expect(useConnection().state).toBe('live'))
  })

  it('ends by itself when signed out elsewhere, and keeps what was stored', async () => {
    await useSession().start(7)
    await notes.put({ id: 1 })
    lines[0]?.drop(4403)
    await vi.waitFor(() => expect(told).toContain('out'))
    expect(useSession().signedIn).toBe(false)
    expect(useSession().endedBecause).toBe('elsewhere')
    await useSession().start(7)
    expect(told.at(-1)).toBe('in 7, 1 notes')
    expect(useSession().endedBecause).toBeNull()
  })

  it('ends when the server no longer knows it', async () => {
    vi.stubGlobal('fetch', () =>
      Promise.resolve(new Response('{"code": "not_authenticated", "detail": ""}', { status: 401, headers: { 'Content-Type': 'application/json' } })),
    )
    await useSession().start(7)
    await expect(call(api.GET('/api/me/'))).rejects.toBeInstanceOf(ApiError)
    expect(useSession().endedBecause).toBe('expired')
  })

  it('does not complain of being thrown out when it was left', async () => {
    await useSession().start(7)
    await useSession().leave(() => {
      lines[0]?.drop(4403)
      return Promise.resolve()
    })
    expect(useSession().signedIn).toBe(false)
    expect(useSession().endedBecause).toBeNull()
  })

  it('goes on when leaving fails, unless it has ended meanwhile', async () => {
    const fail = () => Promise.reject(new Error('nobody there'))
    await useSession().start(7)
    await expect(useSession().leave(fail)).rejects.toThrow('nobody there')
    expect(useSession().signedIn).toBe(true)
    await expect(
      useSession().leave(() => {
        lines[0]?.drop(4403)
        return fail()
      }),
    ).rejects.toThrow('nobody there')
    expect(useSession().endedBecause).toBe('elsewhere')
  })

  it('leaves nothing behind when asked to erase', async () => {
    await useSession().start(7)
    await notes.put({ id: 1 })
    await useSession().end({ erase: true })
    await useSession().start(7)
    expect(told.at(-1)).toBe('in 7, 0 notes')
  })

  it('begins with what is kept where the server is not reached, and drops it at the end', async () => {
    await useSession().start(7, { keeps: true })
    await kept.table.put({ key: 'a', value: 'hello' })
    useConnection().stop()
    await useSession().start(8, { keeps: true, unreached: true })
    expect(told.at(-1), 'of another user').toBe('kept ')
    await useSession().start(7, { keeps: true, unreached: true })
    expect(told.at(-1), 'dropped when user 8 came').toBe('kept ')
    await kept.table.put({ key: 'a', value: 'hello' })
    lines.at(-1)?.drop(4401)
    await vi.waitFor(() => expect(useSession().endedBecause).toBe('expired'))
    await vi.waitFor(() => expect(told).toContain('out'))
    await useSession().start(7, { keeps: true, unreached: true })
    expect(told.at(-1)).toBe('kept ')
  })

  it('of somebody who is not signed in any more leaves no list', async () => {
    await useSession().start(7, { keeps: true })
    await kept.table.put({ key: 'a', value: 'hello' })
    useConnection().stop()
    setActivePinia(createPinia())
    await useSession().forget(7)
    await useSession().start(7, { keeps: true, unreached: true })
    expect(told.at(-1)).toBe('kept ')
  })

  it('ends where the line turns out to be somebody else’s', async () => {
    await useSession().start(7)
    lines[0]?.hello({ u8: 0 })
    expect(useSession().endedBecause).toBe('expired')
    expect(told).not.toContain('load start')
  })

  it('of one user makes way for another', async () => {
    await useSession().start(7)
    await useSession().start(8)
    expect(told).toEqual(['in 7, 0 notes', 'out', 'in 8, 0 notes'])
    expect(lines[0]?.readyState).toBe(3)
  })
})
