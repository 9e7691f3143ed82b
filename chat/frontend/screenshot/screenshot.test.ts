import { afterEach, describe, expect, it, vi } from 'vitest'
import { canCapture, captureScreen, troubleOf } from './capture'
import { tilesUnder } from '../drawing/paint'
import { meansOf, sideOf } from './mosaic'
import { holds, pulled, regionBetween, shifted, stepped } from './region'

const picture = { width: 100, height: 80 }
const region = { left: 10, top: 20, width: 30, height: 40 }

describe('a region', () => {
  it('lies between two places in whatever order, within the picture and never empty', () => {
    expect(regionBetween({ x: 40.4, y: 60 }, { x: 10, y: 19.6 }, picture)).toEqual(region)
    expect(regionBetween({ x: -20, y: -20 }, { x: 500, y: 500 }, picture)).toEqual({ left: 0, top: 0, width: 100, height: 80 })
    expect(regionBetween({ x: 500, y: 500 }, { x: 500, y: 500 }, picture)).toEqual({ left: 99, top: 79, width: 1, height: 1 })
  })

  it('is pulled by its handles, beyond the opposite side too', () => {
    expect(pulled(region, 'e', { x: 90, y: 0 }, picture)).toEqual({ ...region, width: 80 })
    expect(pulled(region, 'nw', { x: 5, y: 5 }, picture)).toEqual({ left: 5, top: 5, width: 35, height: 55 })
    expect(pulled(region, 'w', { x: 60, y: 0 }, picture)).toEqual({ ...region, left: 40, width: 20 })
  })

  it('is moved within the picture', () => {
    expect(shifted(region, { x: 5, y: -5 }, picture)).toEqual({ ...region, left: 15, top: 15 })
    expect(shifted(region, { x: 500, y: 500 }, picture)).toEqual({ ...region, left: 70, top: 40 })
    expect(holds(region, { x: 10, y: 60 })).toBe(true)
    expect(holds(region, { x: 9, y: 60 })).toBe(false)
  })

  it('hears the arrow keys', () => {
    const press = (key: string, more: KeyboardEventInit = {}) => stepped(region, new KeyboardEvent('keydown', { key, ...more }), picture)
    expect(press('ArrowLeft')).toEqual({ ...region, left: 9 })
    expect(press('ArrowDown', { ctrlKey: true })).toEqual({ ...region, top: 30 })
    expect(press('ArrowRight', { shiftKey: true, ctrlKey: true })).toEqual({ ...region, width: 40 })
    expect(stepped({ ...region, width: 1 }, new KeyboardEvent('keydown', { key: 'ArrowLeft', shiftKey: true }), picture)?.width).toBe(1)
    expect(press('a')).toBeNull()
  })
})

describe('a mosaic', () => {
  /** Grey pixels from these values, four in a row. */
  const grey = (...values: number[]) => new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]))

  it('says nothing of a square but its mean, roughly: different pictures come out the same', () => {
    const one = meansOf(grey(0, 100, 7, 9, 200, 100, 5, 3), 4, 2)
    const other = meansOf(grey(100, 101, 3, 5, 99, 100, 9, 7), 4, 2)
    expect(one).toEqual(other)
    expect(one).toMatchObject({ columns: 2, rows: 1 })
    expect([...one.data]).toEqual([104, 104, 104, 255, 8, 8, 8, 255])
  })

  it('counts only what there is in squares that the side of the picture cuts', () => {
    expect([...meansOf(grey(0, 0, 0, 255), 4, 3).data]).toEqual([0, 0, 0, 255, 255, 255, 255, 255])
  })

  it('covers whole squares, which are larger where everything is', () => {
    const tiles = {} as HTMLCanvasElement
    expect(tilesUnder({ kind: 'mosaic', from: { x: 25, y: 31 }, to: { x: 13, y: 11 }, side: 12, tiles })).toEqual({ left: 1, top: 0, width: 2, height: 3 })
    expect(sideOf(picture, 'thin')).toBe(12)
    expect(sideOf({ width: 3840, height: 2160 }, 'medium')).toBe(64)
  })
})

describe('capturing', () => {
  afterEach(() => vi.unstubAllGlobals())

  function browser(getDisplayMedia: (() => Promise<MediaStream>) | null, isSecureContext = true, isPhone = false): void {
    vi.stubGlobal('isSecureContext', isSecureContext)
    vi.stubGlobal('matchMedia', () => ({ matches: isPhone }))
    vi.stubGlobal('navigator', { mediaDevices: getDisplayMedia ? { getDisplayMedia } : {} })
  }

  it('is not offered on phones', () => {
    browser(null)
    expect(canCapture()).toBe(false)
    browser(null, false, true)
    expect(canCapture()).toBe(false)
    browser(() => Promise.reject(new Error()), true, true)
    expect(canCapture()).toBe(true)
  })

  it('is told to be impossible over plain HTTP', async () => {
    browser(null, false)
    expect(canCapture()).toBe(true)
    expect(troubleOf(await captureScreen().catch((failure: unknown) => failure))).toBe('insecure')
  })

  it('ends quietly when nothing was picked, and says what went wrong otherwise', async () => {
    browser(() => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')))
    await expect(captureScreen()).resolves.toBeNull()
    browser(() => Promise.reject(new DOMException('Permission denied by system', 'NotAllowedError')))
    expect(troubleOf(await captureScreen().catch((failure: unknown) => failure))).toBe('denied')
    browser(() => Promise.reject(new DOMException('', 'NotReadableError')))
    expect(troubleOf(await captureScreen().catch((failure: unknown) => failure))).toBe('failed')
  })
})
