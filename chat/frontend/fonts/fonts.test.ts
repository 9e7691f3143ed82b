import { describe, expect, it } from 'vitest'
import { contrastOf, readableOn } from './contrast'
import { cssOf, readStyle } from './style'

const GROUNDS = ['#1668dc', '#2563eb', '#f6f8fb', '#111722', '#ffffff', '#161d29']
const COLOURS = ['#000000', '#ffffff', '#ff0000', '#ffff00', '#00ff00', '#0000ff', '#808080', '#1668dc', '#c0392b']

describe('a colour', () => {
  it.each(GROUNDS.flatMap((ground) => COLOURS.map((colour) => [colour, ground])))('%s can be read on %s', (colour, ground) => {
    expect(contrastOf(readableOn(colour, ground), ground)).toBeGreaterThanOrEqual(4.5)
  })

  it('knows grounds as a built style sheet writes them', () => {
    expect(readableOn('#ffff00', '#fff')).toBe(readableOn('#ffff00', '#ffffff'))
  })

  it('stays as it is where it can be read', () => {
    expect(readableOn('#c0392b', '#ffffff')).toBe('#c0392b')
  })
})

describe('a style', () => {
  it('is read strictly, without what is usual anyway', () => {
    const whole = { family: 'kai', size: 18, bold: true, italic: true, underline: true, color: '#c0392b' }
    expect(readStyle(whole)).toEqual(whole)
    expect(readStyle({ family: 'url(x)', size: 99, bold: 'yes', color: 'red;', more: 1 })).toBeNull()
    expect(readStyle({ size: 14, bold: false })).toBeNull()
    expect(readStyle('bold')).toBeNull()
  })

  it('becomes CSS that goes with the size of messages', () => {
    expect(cssOf({ family: 'mono', size: 21, color: '#ffffff' }, '#ffffff')).toEqual({
      fontFamily: 'var(--font-mono)',
      fontSize: 'calc(var(--message-size) * 1.5)',
      color: readableOn('#ffffff', '#ffffff'),
    })
    expect(cssOf(null, '#ffffff')).toEqual({})
  })
})
