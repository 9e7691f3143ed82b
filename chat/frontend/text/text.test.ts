import { describe, expect, it } from 'vitest'
import { MAX_CHARACTERS, beginningOf, characterCount, cleanText, reasonAgainst } from './characters'
import { isEmojiOnly } from './emojiOnly'
import { hrefOf, piecesOf } from './links'

describe('characters', () => {
  it('counts code points, as the server does', () => {
    expect(characterCount('a好😀')).toBe(3)
    expect(characterCount('👩‍👩‍👧')).toBe(5)
  })

  it('lets exactly the limit through', () => {
    expect(reasonAgainst('😀'.repeat(MAX_CHARACTERS))).toBeNull()
    expect(reasonAgainst('😀'.repeat(MAX_CHARACTERS) + 'a')).toBe('too_long')
  })

  it.each(['', ' ', '\n\t', '\u3000', '\u200b\u2060', '\u3164'])('finds %j blank', (text) => {
    expect(reasonAgainst(text)).toBe('blank')
  })

  it('cleans what can not be stored', () => {
    expect(cleanText('a\r\nb\u0000\u0007c\td\ud83d')).toBe('a\nbc\td\ufffd')
    expect(cleanText('\u202eאבג 😀')).toBe('\u202eאבג 😀')
  })

  it('shortens by lines and by characters without cutting one in half', () => {
    expect(beginningOf('one\ntwo\nthree', 100, 2)).toBe('one\ntwo')
    expect(beginningOf('a😀b', 2, 5)).toBe('a')
    expect(beginningOf('short', 100, 5)).toBe('short')
  })
})

describe('links', () => {
  const linksIn = (text: string) => piecesOf(text).filter((piece) => piece.href).map((piece) => piece.text)

  it.each([
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['看http://example.com/文档', ['http://example.com/']],
    ['(https://en.wikipedia.org/wiki/Vue_(framework))', ['https://en.wikipedia.org/wiki/Vue_(framework)']],
    ['www.example.com, and http://a.b/c!', ['www.example.com', 'http://a.b/c']],
    ['“https://example.com”。', ['https://example.com']],
    ['javascript:alert(1) data:text/html,x ftp://a.b', []],
    ['http:// https://', []],
    ['https://user:secret@example.com', []],
  ])('finds in %j', (text, links) => {
    expect(linksIn(text)).toEqual(links)
  })

  it('loses nothing of the text', () => {
    const text = 'a https://example.com/(x)). b\nwww.example.org'
    expect(piecesOf(text).map((piece) => piece.text).join('')).toBe(text)
  })

  it('never makes anything but http and https', () => {
    expect(hrefOf('javascript:alert(1)')).toBeNull()
    expect(hrefOf('www.example.com')).toBe('https://www.example.com/')
  })
})

describe('emoji only', () => {
  it.each(['😀', '👍🏽', '👩‍👩‍👧 🇨🇳', '❤️', '1️⃣'])('%s is', (text) => expect(isEmojiOnly(text)).toBe(true))
  it.each(['', '1', 'a😀', '©', '好', '😀😀😀😀😀😀😀'])('%j is not', (text) => expect(isEmojiOnly(text)).toBe(false))
})
