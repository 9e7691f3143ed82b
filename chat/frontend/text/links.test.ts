import cases from '../../tests/links.json'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './links'

describe('the first link', () => {
  it.each(cases as [string, string | null][])('in %j is %j', (text, link) => {
    const pieces = piecesOf(text)
    expect(pieces.find(({ href }) => href)?.text ?? null).toBe(link)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    for (const { href } of pieces) expect(href ?? 'https://').toMatch(/^https?:\/\//)
  })
})
