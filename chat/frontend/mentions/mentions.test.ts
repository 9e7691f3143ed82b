import { describe, expect, it } from 'vitest'
import { foundMentions, queryAt, type Nameable } from './find'
import { textPieces } from './pieces'

const BOB = 2
const OTHER_BOB = 3
const people: Nameable[] = [
  { user: null, names: ['all', '所有人'] },
  { user: BOB, names: ['Bob'] },
  { user: 4, names: ['Bob Miller'] },
  { user: 5, names: ['小明'] },
]

function named(text: string, among = people): unknown[] {
  const characters = Array.from(text)
  return foundMentions(text, among).map(({ user, all, start, length }) => [all ? 'all' : user, characters.slice(start, start + length).join('')])
}

describe('names in a text', () => {
  it.each([
    ['@Bob come', [[BOB, '@Bob']]],
    ['@Bob Miller and @Bob!', [[4, '@Bob Miller'], [BOB, '@Bob']]],
    ['看@小明你好 😀@所有人', [[5, '@小明'], ['all', '@所有人']]],
    ['@Bobby @bob bob@Bob.org @', []],
    ['@@Bob', [[BOB, '@Bob']]],
    ['@Bob的', [[BOB, '@Bob']]],
    ['@allow', []],
    ['nobody', []],
  ])('%j', (text, mentions) => {
    expect(named(text)).toEqual(mentions)
  })

  it('that several people have mean nobody', () => {
    expect(named('@Bob @小明', [...people, { user: OTHER_BOB, names: ['Bob'] }])).toEqual([[5, '@小明']])
  })

  it('are not more than a message can hold', () => {
    expect(named('@Bob '.repeat(60))).toHaveLength(50)
  })
})

describe('what is typed behind an @', () => {
  it.each([
    ['hi @', 4, { at: 3, typed: '' }],
    ['hi @bo and', 6, { at: 3, typed: 'bo' }],
    ['hi @bo and', 5, { at: 3, typed: 'b' }],
    ['@', 0, null],
    ['@bob ', 5, null],
    ['mail a@b', 8, null],
    ['看@明', 3, { at: 1, typed: '明' }],
    ['@one @tw', 8, { at: 5, typed: 'tw' }],
    [`@${'x'.repeat(30)}`, 31, null],
  ])('%j at %i', (text, caret, query) => {
    expect(queryAt(text, caret)).toEqual(query)
  })
})

describe('a text with mentions', () => {
  it('is cut at them and at links, and loses nothing', () => {
    const text = '😀 @Bob see https://example.org @所有人!'
    const pieces = textPieces(text, foundMentions(text, people))
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter((piece) => piece.mention).map((piece) => piece.text)).toEqual(['@Bob', '@所有人'])
    expect(pieces.filter((piece) => piece.href).map((piece) => piece.text)).toEqual(['https://example.org'])
  })

  it('that was shortened shows only what is whole', () => {
    const mentions = foundMentions('@Bob and @Bob Miller', people)
    expect(textPieces('@Bob and @Bob', mentions).filter((piece) => piece.mention).map((piece) => piece.text)).toEqual(['@Bob'])
  })
})
