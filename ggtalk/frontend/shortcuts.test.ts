import { effectScope } from 'vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { handleShortcut, shortcutOf, useShortcut, type Shortcut, type ShortcutHandler } from './shortcuts'

const scopes: ReturnType<typeof effectScope>[] = []

function listen(shortcut: Shortcut, handler: ShortcutHandler): () => void {
  const scope = effectScope()
  scope.run(() => useShortcut(shortcut, handler))
  scopes.push(scope)
  return () => scope.stop()
}

function press(key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, cancelable: true, ...init })
  handleShortcut(event)
  return event
}

afterEach(() => scopes.splice(0).forEach((scope) => scope.stop()))

describe('a key press', () => {
  it.each([
    ['k', { ctrlKey: true }, 'search'],
    ['K', { metaKey: true }, 'search'],
    ['k', { ctrlKey: true, shiftKey: true }, null],
    ['ArrowDown', { altKey: true }, 'next'],
    ['ArrowUp', { altKey: true }, 'previous'],
    ['ArrowUp', {}, null],
    ['l', { altKey: true }, 'clear'],
    ['l', { altKey: true, ctrlKey: true }, null],
    ['Escape', {}, 'close'],
    ['Escape', { isComposing: true }, null],
  ] as const)('%s %o means %s', (key, init, meaning) => {
    expect(shortcutOf(new KeyboardEvent('keydown', { key, ...init }))).toBe(meaning)
  })
})

describe('who hears it', () => {
  it('is the latest, who may pass it on', () => {
    const first = vi.fn()
    const second = vi.fn(() => false)
    listen('close', first)
    const leave = listen('close', second)
    expect(press('Escape').defaultPrevented).toBe(true)
    expect([first, second].map((handler) => handler.mock.calls.length)).toEqual([1, 1])
    second.mockReturnValue(true)
    press('Escape')
    expect(first).toHaveBeenCalledOnce()
    leave()
    press('Escape')
    expect(first).toHaveBeenCalledTimes(2)
  })

  it('is nobody when it has been dealt with', () => {
    const handler = vi.fn()
    listen('close', handler)
    const event = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true })
    event.preventDefault()
    handleShortcut(event)
    expect(handler).not.toHaveBeenCalled()
  })

  it('is nobody while a dialog stands open', () => {
    const handler = vi.fn()
    listen('close', handler)
    document.body.innerHTML = '<div role="dialog" data-state="open"></div>'
    press('Escape')
    document.body.innerHTML = ''
    expect(handler).not.toHaveBeenCalled()
  })

  it('leaves the browser’s own meaning where nobody listens', () => {
    expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(false)
  })
})
