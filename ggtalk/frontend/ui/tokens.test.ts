// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Every style and script of every app, by the name of its file. */
const sources = readdirSync(root, { withFileTypes: true })
  .filter((app) => app.isDirectory() && !['build', 'node_modules', 'data'].includes(app.name) && !app.name.startsWith('.'))
  .flatMap((app) => sourcesIn(`${app.name}/frontend`))

function sourcesIn(folder: string): [string, string][] {
  let names: string[] = []
  try {
    names = readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
  return names
    .filter((name) => /\.(css|vue|ts)$/.test(name) && !/tokens\.css$|\.test\.ts$|schema\.d\.ts$/.test(name))
    .map((name) => [`${folder}/${name}`, readFileSync(`${root}${folder}/${name}`, 'utf8')])
}

function tokens(selector: string): Record<string, string> {
  const block = css.split(`${selector} {`)[1]?.split('\n}')[0] ?? ''
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match): [string, string] => [match[1] ?? '', match[2] ?? '']))
}

const light = tokens(':root')
const dark = { ...light, ...tokens(':root[data-theme="dark"]') }

/** Relative luminance after WCAG 2.2. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (channels[0] ?? 0) + 0.7152 * (channels[1] ?? 0) + 0.0722 * (channels[2] ?? 0)
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

const grounds = ['paper', 'paper-2', 'paper-3', 'brand-soft', 'hover']
const text = [
  ...['ink', 'ink-2', 'ink-3', 'danger', 'brand-ink'].flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ['on-brand', 'brand'],
  ['on-brand', 'brand-strong'],
  ['on-badge', 'badge'],
  ['on-badge', 'badge-muted'],
  ['rail-ink', 'rail'],
  ['ok-ink', 'ok-soft'],
  ['warn-ink', 'warn-soft'],
  ['on-sheet', 'sheet'],
  ['danger', 'danger-soft'],
  ['ink', 'pressed'],
  ...[1, 2, 3, 4, 5, 6].flatMap((n) => [['on-brand', `avatar-${n}-from`], ['on-brand', `avatar-${n}-to`]]),
] as [string, string][]
const marks = ['ok', 'away', 'busy', 'dnd', 'off', 'control', 'focus'].flatMap((mark) =>
  ['paper', 'paper-2', ...(mark === 'control' ? ['paper-3'] : [])].map((ground) => [mark, ground]),
) as [string, string][]

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s theme', (_theme, theme) => {
  it.each(text)('--%s is readable on --%s', (ink, ground) => {
    expect(contrast(theme[ink] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(marks)('--%s stands out from --%s', (mark, ground) => {
    expect(contrast(theme[mark] ?? '', theme[ground] ?? '')).toBeGreaterThanOrEqual(3)
  })
})

describe('styles', () => {
  const styles = sources
    .filter(([path]) => !path.endsWith('.ts'))
    .map(([path, source]): [string, string] => {
      const blocks = [...source.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? '')
      return [path, path.endsWith('.vue') ? blocks.join('\n') : source]
    })
  /** What a script or an ancestor's style gives a value: `'--name'` or `--name:`. */
  const given = new Set(
    sources.flatMap(([, source]) => [...source.matchAll(/--([\w-]+)(?:['"]|\s*:)/g)].map((match) => match[1] ?? '')),
  )

  it('are found', () => expect(styles.length).toBeGreaterThan(20))

  it.each(styles)('%s takes colours and radii from the tokens', (_path, style) => {
    const words = style.replaceAll(/\/\*[\s\S]*?\*\//g, '')
    expect(words.match(/#[\da-f]{3,8}\b(?=[^{]*;)|\b(?:rgba?|hsla?|oklch|lab)\(/gi) ?? []).toEqual([])
    expect(words.match(/border(?:-\w+)*-radius:[^;]*\d(?:px|rem|em)/g) ?? []).toEqual([])
  })

  it.each(styles)('%s names only tokens that exist', (_path, style) => {
    const used = [...style.matchAll(/var\(--([\w-]+)\s*\)/g)].map(([, name]) => name ?? '')
    expect(used.filter((name) => !(name in light) && !given.has(name))).toEqual([])
  })
})
