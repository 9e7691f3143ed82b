import { decodeQR } from 'qr/decode.js'
import { expect, it } from 'vitest'
import { drawCode, type DrawnCode } from './qr'

const DOT_PIXELS = 6

/** What a camera sees of the path, as pixels. */
function photographed({ side, path }: DrawnCode): { width: number; height: number; data: Uint8ClampedArray } {
  const width = side * DOT_PIXELS
  const data = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let pixel = 0; pixel < DOT_PIXELS * DOT_PIXELS; pixel += 1) {
      const row = Number(y) * DOT_PIXELS + Math.floor(pixel / DOT_PIXELS)
      const at = (row * width + Number(x) * DOT_PIXELS + (pixel % DOT_PIXELS)) * 4
      data.fill(0, at, at + 3)
    }
  }
  return { width, height: width, data }
}

it('draws a code that is read as the address it was made of', () => {
  const address = 'https://chat.example.org/join#Zq3vX0b1m9uJt5KfPwL7yRcN2aHdEgSi'
  expect(decodeQR(photographed(drawCode(address)))).toBe(address)
})
