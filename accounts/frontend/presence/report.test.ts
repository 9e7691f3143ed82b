import { useConnection } from '@ggtalk/realtime/connection'
import { FakeLine } from '@ggtalk/testing/fakeLine'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, type EffectScope } from 'vue'
import { useMe } from '../stores/me'
import { freshStores, me } from '../testing/world'
import { actualPresence, useReportPresence } from './report'

const MINUTE_MS = 60_000
/** heartbeats want an answer within 5 s */
const STEPS_PER_MINUTE = 20
let lines: FakeLine[]
let scope: EffectScope

const said = (line: FakeLine | undefined) => line?.sent.filter((frame) => frame.type === 'presence.set').map((frame) => frame.payload)

beforeEach(() => {
  vi.useFakeTimers()
  freshStores()
  lines = []
  vi.stubGlobal(
    'WebSocket',
    class extends FakeLine {
      static readonly OPEN = 1
      static readonly CONNECTING = 0

      constructor() {
        super()
        lines.push(this)
      }
    },
  )
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
  useConnection().stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function connect(): Promise<void> {
  useConnection().start([], 1, () => undefined)
  lines[0]?.hello({ u1: 0 })
  await vi.advanceTimersByTimeAsync(1)
  expect(useConnection().state).toBe('live')
}

/** Time passes with nobody there; the server answers heartbeats. */
async function wait(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes * STEPS_PER_MINUTE; passed += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE_MS / STEPS_PER_MINUTE)
    for (const line of lines) for (const { id, type } of line.sent) if (type === 'ping') line.say({ reply_to: id, payload: {} })
  }
}

describe('what this client says of its presence', () => {
  it('is away after five minutes without a touch, and back at once', async () => {
    useMe().changed({ me: me() })
    scope.run(useReportPresence)
    await connect()
    expect(said(lines[0])).toEqual([])
    await wait(4)
    expect(said(lines[0])).toEqual([])
    await wait(2)
    expect(said(lines[0])).toEqual([{ presence: 'away' }])
    window.dispatchEvent(new Event('mousemove'))
    await vi.advanceTimersByTimeAsync(100)
    expect(said(lines[0])?.at(-1)).toEqual({ presence: 'online' })
  })

  it('follows the setting, and never means never', async () => {
    useMe().changed({ me: me({ settings: { away_after_minutes: 0 } }) })
    scope.run(useReportPresence)
    await connect()
    await wait(70)
    expect(said(lines[0])).toEqual([])
    useMe().changed({ me: me({ settings: { away_after_minutes: 60 } }) })
    await nextTick()
    expect(said(lines[0])).toEqual([{ presence: 'away' }])
  })

  it('needs no word where it was chosen by hand: the server knows', async () => {
    useMe().changed({ me: me({ presence: 'invisible' }) })
    scope.run(useReportPresence)
    await connect()
    useMe().changed({ me: me({ presence: 'dnd' }) })
    await wait(10)
    expect(said(lines[0])).toEqual([])
  })
})

describe('actualPresence', () => {
  it('turns only online into away', () => {
    expect(actualPresence('online', true)).toBe('away')
    expect(actualPresence('online', false)).toBe('online')
    expect(actualPresence('busy', true)).toBe('busy')
    expect(actualPresence(undefined, true)).toBeUndefined()
  })
})
