import { describe, expect, it } from 'vitest'
import { folded, isNamed, typedWords } from './folding'

describe('names are found', () => {
  it.each([
    ['ＡＬＩＣＥ', 'alice'],
    ['José Ángel', 'jose angel'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['İzmir', 'izmir'],
    ['第３組', '第3組'],
  ])('without case, width and accents: %s by %s', (name, typed) => {
    expect(isNamed([name], typedWords(typed))).toBe(true)
  })

  it('by each word that was typed, in whichever name', () => {
    expect(isNamed(['Bob', '阿波'], typedWords(' 阿波  b '))).toBe(true)
    expect(isNamed(['Bob', '阿波'], typedWords('bob eve'))).toBe(false)
    expect(isNamed(['Bob'], typedWords('　'))).toBe(true)
  })

  it('not by marks that make another word', () => {
    expect(folded('किताब')).toContain('ि')
    expect(isNamed(['か'], typedWords('が'))).toBe(false)
  })
})
