import { describe, expect, it } from 'vitest'
import type { SendKey } from '../settings/settings'
import { meaningOf } from './keys'

function meaning(sendKey: SendKey, what: KeyboardEventInit): string | null {
  return meaningOf(new KeyboardEvent('keydown', { key: 'Enter', ...what }), sendKey)
}

describe('Enter', () => {
  it('sends, and Shift or Ctrl begins a new line', () => {
    expect(meaning('enter', {})).toBe('send')
    expect(meaning('enter', { shiftKey: true })).toBeNull()
    expect(meaning('enter', { ctrlKey: true })).toBe('new_line')
  })

  it('begins a new line where Ctrl+Enter sends', () => {
    expect(meaning('ctrl_enter', {})).toBeNull()
    expect(meaning('ctrl_enter', { ctrlKey: true })).toBe('send')
    expect(meaning('ctrl_enter', { metaKey: true })).toBe('send')
  })

  it('never sends while an input method composes', () => {
    expect(meaning('enter', { isComposing: true })).toBeNull()
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- as browsers still send it
    const lastKeyOfAnInputMethod = { keyCode: 229 } as KeyboardEventInit
    expect(meaning('enter', lastKeyOfAnInputMethod)).toBeNull()
  })
})
