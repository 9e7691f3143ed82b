import { useConnection } from '@ggtalk/realtime/connection'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lineText } from '../conversations/notices'
import { rowsOf } from '../history/rows'
import { BOB, message } from '../testing/things'
import type { Message } from '../types'
import { useBurning } from './burning'

const covered = (burn: object = { kind: 'text' }): Message => message(1, { body: { burn } as unknown as Message['body'] })
let secondsLeft: number | null

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  secondsLeft = 10
  vi.spyOn(useConnection(), 'send').mockImplementation(() => Promise.resolve({ body: { text: 'secret' }, seconds_left: secondsLeft } as never))
})

afterEach(() => {
  useBurning().clear()
  vi.useRealTimers()
})

const held = () => useBurning().contents.get(covered().id)?.body

describe('what burns', () => {
  it('is held while it stands open, and goes by itself though no word of the server comes', async () => {
    await useBurning().open(covered())
    await vi.advanceTimersByTimeAsync(9_900)
    expect([held(), useBurning().leftOf(covered(), performance.now())]).toEqual([{ text: 'secret' }, 100])
    await vi.advanceTimersByTimeAsync(100)
    expect([held(), useBurning().leftOf(covered(), performance.now())]).toEqual([undefined, 0])
  })

  it('goes with the server’s word that it has burnt or was taken back', async () => {
    for (const body of [{ burnt: true }, { recalled: true }]) {
      await useBurning().open(covered())
      expect(held()).toEqual({ text: 'secret' })
      useBurning().messageChanged({ ...covered(), body: body })
      expect(held()).toBe(undefined)
    }
  })

  it('is looked at by its writer until the other one opens it', async () => {
    secondsLeft = null
    await useBurning().open(covered())
    await vi.advanceTimersByTimeAsync(60_000)
    expect([held(), useBurning().leftOf(covered(), performance.now())]).toEqual([{ text: 'secret' }, null])
    useBurning().messageChanged(covered({ kind: 'text', burns_at: new Date(Date.now() + 10_000).toISOString() }))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(held()).toBe(undefined)
  })

  it('stands as a cover without words, and then as a line', () => {
    const [row] = rowsOf([covered()], [], BOB, null)
    expect(row).toMatchObject({ kind: 'text', text: '', burn: { kind: 'text' } })
    const burnt = { ...covered(), body: { burnt: true } as unknown as Message['body'] }
    expect(rowsOf([burnt], [], BOB, null)[0]?.kind).toBe('gone')
    expect(lineText(burnt)).not.toBe(null)
  })
})
