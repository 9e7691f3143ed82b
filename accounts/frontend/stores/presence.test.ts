import { beforeEach, describe, expect, it, vi } from 'vitest'
import { freshStores } from '../testing/world'
import { usePresence } from './presence'

let answers: ((presence: Record<string, string>) => void)[]

beforeEach(() => {
  freshStores()
  answers = []
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((presence) => resolve(Response.json({ presence })))))
})

describe('presence', () => {
  it('heard while the list was on its way is newer than the list', async () => {
    const presence = usePresence()
    const loading = presence.load()
    presence.changed({ user: 2, presence: 'busy' })
    presence.changed({ user: 4, presence: 'offline' })
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    answers[0]?.({ '2': 'online', '3': 'away', '4': 'online' })
    await loading
    expect([...presence.known]).toEqual([
      [2, 'busy'],
      [3, 'away'],
    ])
    expect(presence.of(9)).toBe('offline')
  })

  it('takes the answer to the latest question only', async () => {
    const presence = usePresence()
    const first = presence.load()
    const second = presence.load()
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.({ '2': 'online' })
    await second
    answers[0]?.({ '2': 'away' })
    await first
    expect(presence.of(2)).toBe('online')
  })
})
