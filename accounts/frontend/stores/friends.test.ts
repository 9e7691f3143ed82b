import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bob, freshStores, serveWorld, world } from '../testing/world'
import { useFriends } from './friends'
import { usePresence } from './presence'

/** The paths that are not answered yet; calling one lets it go on. */
let held: Map<string, () => void>
let refused: string[]

beforeEach(() => {
  freshStores()
  serveWorld(() => world())
  const answer = globalThis.fetch
  held = new Map()
  refused = []
  vi.stubGlobal('fetch', async (input: Request) => {
    const path = new URL(input.url).pathname
    await new Promise<void>((goOn) => held.set(path, goOn))
    if (refused.includes(path)) throw new TypeError('no network')
    return answer(input)
  })
})

afterEach(() => vi.unstubAllGlobals())

async function answerTo(path: string): Promise<void> {
  await vi.waitFor(() => expect([...held.keys()]).toContain(path))
  held.get(path)?.()
  await flushPromises()
}

describe('the friends', () => {
  it('are shown together with who of them is there', async () => {
    const friends = useFriends()
    const loading = friends.load()
    await answerTo('/api/friends/')
    expect(friends.loaded).toBe(false)
    await answerTo('/api/presence/')
    await loading
    expect(friends.loaded).toBe(true)
    expect(usePresence().of(bob.id)).toBe('away')
  })

  it('are shown without that where it can not be had', async () => {
    const friends = useFriends()
    refused = ['/api/presence/']
    const loading = friends.load()
    await answerTo('/api/presence/')
    await answerTo('/api/friends/')
    await loading
    expect([...friends.friends.keys()]).toEqual([bob.id])
  })
})
