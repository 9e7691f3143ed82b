import { describe, expect, it } from 'vitest'
import { FITTING, MOST_SCALE, fitted, moved, turned, zoomed } from './zoom'

describe('looking at a picture', () => {
  it('keeps what is under the pointer where it is', () => {
    const view = zoomed({ ...FITTING, scale: 2, x: 10, y: -20 }, 1.5, { x: 100, y: 40 })
    const before = { x: (100 - 10) / 2, y: (40 + 20) / 2 }
    expect({ x: (100 - view.x) / view.scale, y: (40 - view.y) / view.scale }).toEqual(before)
  })

  it('goes from fitting to its limit and back into the middle', () => {
    expect(zoomed(FITTING, 1000).scale).toBe(MOST_SCALE)
    expect(zoomed({ ...FITTING, scale: 2, x: 50, y: 50 }, 0.1)).toEqual(FITTING)
  })

  it('fits upright and turned, and is never blown up', () => {
    const stage = { width: 400, height: 800 }
    expect(fitted({ width: 800, height: 400 }, stage, 0)).toEqual({ width: 400, height: 200 })
    expect(fitted({ width: 800, height: 400 }, stage, 90)).toEqual({ width: 800, height: 400 })
    expect(fitted({ width: 20, height: 10 }, stage, 0)).toEqual({ width: 20, height: 10 })
    expect(turned({ scale: 3, x: 1, y: 1, turn: 270 })).toEqual({ ...FITTING, turn: 360 })
  })

  it('never leaves the window wholly', () => {
    const drawn = { width: 100, height: 50 }
    expect(moved(FITTING, { x: 10, y: 10 }, drawn)).toEqual(FITTING)
    expect(moved({ ...FITTING, scale: 2 }, { x: 1000, y: -1000 }, drawn)).toMatchObject({ x: 100, y: -100 })
  })
})
