import { describe, expect, it } from 'vitest'
import { fragmentsOf, snippetOf, type Fragment, type Mark } from './fragments'

/** Hits in brackets. */
function written(fragments: readonly Fragment[]): string {
  return fragments.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('')
}

describe('hits in a text', () => {
  it.each<[string, Mark[], string]>([
    ['a report', [[2, 8]], 'a [report]'],
    ['😀 报告 here', [[2, 4]], '😀 [报告] here'],
    ['aXbX', [[1, 2], [3, 4]], 'a[X]b[X]'],
    ['none', [], 'none'],
  ])('%s', (text, marks, shown) => {
    expect(written(fragmentsOf(text, marks))).toBe(shown)
    expect(fragmentsOf(text, marks).map((fragment) => fragment.text).join('')).toBe(text)
  })

  it('are in sight where the text is long', () => {
    const text = `${'x'.repeat(500)}报告${'y'.repeat(500)}`
    const shown = written(snippetOf(text, [[500, 502]], 40))
    expect(shown).toBe(`…${'x'.repeat(12)}[报告]${'y'.repeat(26)}…`)
    expect(written(snippetOf(text, [], 5))).toBe('xxxxx…')
  })

  it('stand in one line, whole where there is room', () => {
    expect(written(snippetOf('one\ntwo', [[4, 7]], 40))).toBe('one [two]')
    expect(written(snippetOf('the end', [[4, 7]], 5))).toBe('…e [end]')
  })
})
