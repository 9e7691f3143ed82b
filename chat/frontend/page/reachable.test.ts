import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useUnreachable } from './reachable'

const CHARLIE = 3
let answer: { status: number; body: object }

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () =>
    Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status, headers: { 'Content-Type': 'application/json' } })),
  )
})

afterEach(() => vi.unstubAllGlobals())

async function asked(status: number, body: object): Promise<boolean> {
  answer = { status, body }
  await useUnreachable().ask(CHARLIE)
  return useUnreachable().people.has(CHARLIE)
}

it('closes a conversation by the server’s word alone, and opens it by its word again', async () => {
  expect(await asked(502, {})).toBe(false)
  expect(await asked(403, { code: 'not_available', detail: '' })).toBe(true)
  expect(await asked(502, {})).toBe(true)
  expect(await asked(200, { id: 12 })).toBe(false)
})
