import { describe, expect, it } from 'vitest'
import { avatarUrl, gradientOf, initialOf } from './avatar'

describe('the first character', () => {
  it.each([
    ['林晓', '林'],
    [' bob', 'B'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧'],
    ['é́cole', 'É́'],
    ['   ', '?'],
    ['', '?'],
  ])('of "%s" is %s', (name, initial) => expect(initialOf(name)).toBe(initial))
})

describe('the gradient', () => {
  it('differs between neighbours and is one of six', () => {
    const shown = [10_000, 10_001, 10_002, 10_003, 10_004, 10_005].map(gradientOf)
    expect(new Set(shown).size).toBe(6)
    expect(Math.min(...shown)).toBe(1)
    expect(Math.max(...shown)).toBe(6)
  })
})

describe('the picture', () => {
  it.each([
    ['', null],
    ['builtin:1', '/avatars/1.svg'],
    ['builtin:12', '/avatars/12.svg'],
    ['builtin:13', null],
    ['builtin:0', null],
    ['/media/avatars/x.webp', '/media/avatars/x.webp'],
    ['//elsewhere.example/x.png', null],
    ['https://elsewhere.example/x.png', null],
    ['javascript:alert(1)', null],
  ])('"%s" is found at %s', (avatar, url) => {
    expect(avatarUrl(avatar)).toBe(url === null || url.startsWith('/media') ? url : `${import.meta.env.BASE_URL.replace(/\/$/, '')}${url}`)
  })
})
