import { describe, expect, it } from 'vitest'
import { OBJECT } from '../inline/cut'
import { MOST_INLINE, type WrittenObject } from '../inline/inline'
import { characterCount } from '../text/characters'
import { documentOf, fits, schemaOf, writtenInDocument } from './document'
import { saidAs } from './saying'
import { NOTHING, inPieces, isSame, joined, withFiles, withoutLocals, type Written } from './written'

const schema = schemaOf(() => '')

/** The same numbers each time: what fails once fails again. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const WORDS = ['', 'a', '😀', '你好 ', '\n', ' @Bob ', '👩‍👩‍👧', '\t', 'אבג', 'word word']

/** Something that somebody may write. */
function anything(seed: number): Written {
  const next = numbers(seed)
  let text = ''
  const mentions: Written['mentions'][number][] = []
  const inline: WrittenObject[] = []
  for (let piece = next(12); piece > 0; piece -= 1) {
    const start = characterCount(text)
    const kind = next(6)
    if (kind === 0) mentions.push({ start, length: 3, user: 1 + next(9) })
    if (kind === 1) mentions.push({ start, length: 3, all: true })
    if (kind === 2) inline.push({ start, sticker: next(2) ? 'party' : 1 + next(9) })
    if (kind === 3) inline.push(next(2) ? { start, image: 1 + next(9) } : { start, picture: `local ${next(9)}` })
    text += kind < 2 ? '@😀b' : kind < 4 ? OBJECT : (WORDS[next(WORDS.length)] ?? '')
  }
  return { text, mentions, inline }
}

const seeds = Array.from({ length: 300 }, (_, seed) => seed + 1)

describe('something written', () => {
  it('is the same in a document and back', () => {
    for (const written of seeds.map(anything)) expect(writtenInDocument(documentOf(schema, written))).toEqual(written)
  })

  it('has a place in its document for each unit, one for what is no text', () => {
    for (const written of seeds.map(anything)) {
      const size = inPieces(written).reduce((sum, { text, mention, object }) => sum + (mention || object ? 1 : text.length), 0)
      expect(documentOf(schema, written).firstChild?.content.size).toBe(size)
    }
  })

  it('keeps its places behind something else, and without what is nowhere but here', () => {
    for (const seed of seeds) {
      const [one, next] = [anything(seed), anything(seed + 1_000)]
      const both = joined(one, next)
      expect(inPieces(both).filter(({ object }) => object)).toHaveLength(one.inline.length + next.inline.length)
      for (const { text, mention, object } of inPieces(both)) expect(object ? OBJECT : mention ? '@😀b' : text).toBe(text)
      const told = withoutLocals(both)
      expect(told.inline.some((object) => 'picture' in object)).toBe(false)
      expect(Array.from(told.text).filter((character) => character === OBJECT)).toHaveLength(told.inline.length)
    }
  })

  it('keeps nothing that can not be stored, and no place for what is not there', () => {
    const strange = { ...NOTHING, text: `a\u0000b${OBJECT}c\r\nd\ud83d` }
    expect(writtenInDocument(documentOf(schema, strange)).text).toBe('abc\nd\ufffd')
  })

  it('is the same wherever its pictures are', () => {
    const here: Written = { ...NOTHING, text: OBJECT, inline: [{ start: 0, picture: 'local' }] }
    const there: Written = { ...NOTHING, text: OBJECT, inline: [{ start: 0, image: 7 }] }
    expect(isSame(here, there)).toBe(false)
    expect(isSame(withFiles(here, () => 7), there)).toBe(true)
    expect(isSame(withFiles(here, () => null), here)).toBe(true)
  })

  it('holds fifty stickers and pictures', () => {
    const many = (count: number): Written => ({ ...NOTHING, text: OBJECT.repeat(count), inline: Array.from({ length: count }, (_, start) => ({ start, sticker: 'party' })) })
    expect([MOST_INLINE, MOST_INLINE + 1].map((count) => fits(documentOf(schema, many(count))))).toEqual([true, false])
  })
})

describe('what is said', () => {
  const line = (text: string, ...inline: WrittenObject[]): Written => ({ text, mentions: [], inline })

  it('is a sticker where nothing else stands', () => {
    expect(saidAs(line(` ${OBJECT}\n`, { start: 1, sticker: 'party' }))).toEqual({ body: { text: '', sticker: 'party' }, held: {} })
    expect(saidAs(line(OBJECT, { start: 0, sticker: 5 }))).toEqual({ body: { text: '', sticker: 5 }, held: {} })
  })

  it('is pictures where there are no words', () => {
    const pictures = [{ start: 0, picture: 'one' }, { start: 1, picture: 'two' }]
    expect(saidAs(line(OBJECT + OBJECT, ...pictures))).toEqual({ body: { text: '' }, held: { pictures: ['one', 'two'] } })
  })

  it.each([
    [line(`a${OBJECT}`, { start: 1, sticker: 'party' }), []],
    [line(OBJECT + OBJECT, { start: 0, sticker: 'party' }, { start: 1, picture: 'one' }), ['one']],
    [line(OBJECT, { start: 0, image: 7 }), []],
    [line(OBJECT.repeat(10), ...Array.from({ length: 10 }, (_, start) => ({ start, picture: `local ${start}` }))), Array.from({ length: 10 }, (_, n) => `local ${n}`)],
  ])('is a text with places otherwise: %j', (written, pictures) => {
    expect(saidAs(written)).toEqual({ body: { text: written.text }, held: { pictures, inline: written.inline } })
  })
})
