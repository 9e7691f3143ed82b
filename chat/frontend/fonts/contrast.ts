/** What WCAG 2.2 AA asks of text that is not large. */
const LEAST = 4.5
const STEPS = 20

type Rgb = readonly [number, number, number]

/** `colour` (#rrggbb), or the nearest to it towards black or white that can be read on `ground`. */
export function readableOn(colour: string, ground: string): string {
  const own = rgbOf(colour)
  const behind = rgbOf(ground)
  const goal: Rgb = contrast([0, 0, 0], behind) >= contrast([255, 255, 255], behind) ? [0, 0, 0] : [255, 255, 255]
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = mix(own, goal, step / STEPS)
    if (contrast(mixed, behind) >= LEAST) return hexOf(mixed)
  }
  return hexOf(goal)
}

/** The contrast of two colours after WCAG, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  return contrast(rgbOf(one), rgbOf(other))
}

function contrast(one: Rgb, other: Rgb): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (bright + 0.05) / (dim + 0.05)
}

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (n: 0 | 1 | 2) => Math.round(from[n] + (to[n] - from[n]) * share)
  return [channel(0), channel(1), channel(2)]
}

/** #rrggbb, or #rgb as a built style sheet writes it. */
function rgbOf(colour: string): Rgb {
  const hex = colour.length === 4 ? colour.replace(/[\da-f]/gi, '$&$&') : colour
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  return [channel(1), channel(3), channel(5)]
}

function hexOf(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
