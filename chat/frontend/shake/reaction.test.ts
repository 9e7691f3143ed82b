import { describe, expect, it } from 'vitest'
import { SHAKE_EVERY_MS, reactionTo } from './reaction'

const calm = { undisturbed: false, isOpen: false, isBusy: false, sinceLastMs: Infinity }

describe('a shaken window', () => {
  it('shakes where the conversation is open', () => {
    expect(reactionTo({ ...calm, isOpen: true, isBusy: true })).toBe('shake')
  })

  it('goes there, but not away from what somebody is in the middle of', () => {
    expect(reactionTo(calm)).toBe('go and shake')
    expect(reactionTo({ ...calm, isBusy: true })).toBe('tell and shake')
  })

  it('stands still for who does not want to be disturbed, and within ten seconds', () => {
    expect(reactionTo({ ...calm, undisturbed: true, isOpen: true })).toBe('nothing')
    expect(reactionTo({ ...calm, isOpen: true, sinceLastMs: SHAKE_EVERY_MS - 1 })).toBe('nothing')
    expect(reactionTo({ ...calm, isOpen: true, sinceLastMs: SHAKE_EVERY_MS })).toBe('shake')
  })
})
