/** Where the emoji of recent years are; a system's font may be older than they. */
const RECENT = /[\u{1f6d5}-\u{1f6df}\u{1fa70}-\u{1faff}]/u
const SIDE = 20
/** In which a font without colours would draw: [red, green, blue], no emoji's own. */
const INK = [255, 0, 255] as const
const NOTICEABLE = 48

/** Tells of each emoji whether this system has a picture for it; what can't be tried counts as there. */
export function drawnHere(): (unicode: string) => boolean {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return () => true
  context.font = `${SIDE - 4}px ${getComputedStyle(document.body).fontFamily}`
  context.textBaseline = 'top'
  context.fillStyle = `rgb(${INK.join(' ')})`
  return (unicode) => {
    if (!RECENT.test(unicode)) return true
    context.clearRect(0, 0, SIDE, SIDE)
    context.fillText(unicode, 0, 0)
    return hasOwnColours(context.getImageData(0, 0, SIDE, SIDE).data)
  }
}

/** Whether any pixel that is seen has another colour than the ink. `pixels`: red, green, blue, opacity of each. */
export function hasOwnColours(pixels: Uint8ClampedArray): boolean {
  for (let at = 0; at < pixels.length; at += 4) {
    const isSeen = (pixels[at + 3] ?? 0) > 128
    if (isSeen && INK.some((part, n) => Math.abs((pixels[at + n] ?? 0) - part) > NOTICEABLE)) return true
  }
  return false
}
