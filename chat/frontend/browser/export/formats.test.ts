import { describe, expect, it } from 'vitest'
import { message } from '../../testing/things'
import { beginning, ending, fileName, lineOf, type Format, type Line, type Said } from './formats'

const about = { title: 'Talk with <script>', line: 'today', language: 'en' }
const hostile = '<img src=x onerror=alert(1)> "quoted" & javascript:alert(1) https://example.org/?a=1&b="2'

function line(text: string): Line {
  return { name: '<b>Bob</b>', when: '14:32', sentAt: '', mine: false, isNotice: false, edited: '', answers: null, text, pictures: [], card: null, message: message(1) }
}

/** One that answers, was edited and forwards two messages, the second of which are some more. */
function full(): Line {
  const said = (name: string, text: string): Said => ({ name, when: '09:00', sentAt: '2026-11-20T09:00:00Z', text, pictures: [], card: null })
  const inner = { title: 'Inner', said: [said('Dora', 'deep <i>')] }
  const card = { title: 'Card <b>', said: [said('Carol', 'two\nlines'), { ...said('Dora', ''), card: inner }] }
  return { ...line(''), edited: 'edited', answers: { name: 'Al<b>ice', text: 'at eight?' }, card }
}

function exported(format: Format, ...texts: string[]): string {
  return [beginning(format, about), ...texts.map((text, n) => lineOf(format, line(text), n === 0)), ending(format)].join('')
}

describe('an export', () => {
  it('shows hostile words as words', () => {
    const page = new DOMParser().parseFromString(exported('html', hostile), 'text/html')
    expect(page.querySelectorAll('script, img, article b b')).toHaveLength(0)
    expect(page.querySelector('h1')?.textContent).toBe(about.title)
    expect(page.querySelector('article > div')?.textContent).toBe(hostile)
    expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(['https://example.org/?a=1&b='])
  })

  it('shows pictures, and says what is missing', () => {
    const drawn = lineOf('html', { ...line(''), pictures: [{ url: 'data:image/webp;base64,AAAA', name: '"seen"' }] }, true)
    const page = new DOMParser().parseFromString(beginning('html', about) + drawn + ending('html', 'two <b>more</b>'), 'text/html')
    expect(page.querySelector('article img')?.getAttribute('src')).toBe('data:image/webp;base64,AAAA')
    expect(page.querySelector('article img')?.getAttribute('alt')).toBe('"seen"')
    expect(page.querySelector('footer')?.textContent).toBe('two <b>more</b>')
    expect(page.querySelector('meta[http-equiv]')?.getAttribute('content')).toContain('img-src data:;')
  })

  it('is JSON that can be read again', () => {
    const read = JSON.parse(exported('json', 'one', 'two')) as { title: string; messages: { sender_name: string }[] }
    expect(read.title).toBe(about.title)
    expect(read.messages.map((one) => one.sender_name)).toEqual(['<b>Bob</b>', '<b>Bob</b>'])
    expect(JSON.parse(exported('json'))).toMatchObject({ messages: [] })
  })

  it('is plain text with the line ends of every editor', () => {
    expect(exported('text', 'one\ntwo')).toBe('Talk with <script>\r\ntoday\r\n\r\n<b>Bob</b>  14:32\r\none\r\ntwo\r\n')
  })

  it('tells in each format what a message answers, that it was edited, and all that it forwards', () => {
    expect(lineOf('text', full(), true).split('\r\n').slice(1, -1)).toEqual([
      '<b>Bob</b>  14:32 (edited)', '> Al<b>ice: at eight?', '[Card <b>]', '    Carol  09:00', '    two', '    lines', '    Dora  09:00', '    [Inner]', '        Dora  09:00', '        deep <i>',
    ])
    const page = new DOMParser().parseFromString(beginning('html', about) + lineOf('html', full(), true) + ending('html'), 'text/html')
    expect(page.querySelector('blockquote')?.textContent).toBe('Al<b>ice: at eight?')
    expect(page.querySelector('article > time')?.textContent).toBe('14:32 · edited')
    expect([...page.querySelectorAll('section section p')].map((one) => one.textContent)).toEqual(['Dora 09:00deep <i>'])
    expect(page.querySelectorAll('section i, article b b')).toHaveLength(0)
    const told = JSON.parse(lineOf('json', full(), true)) as object
    expect(told).toMatchObject({
      answers: { sender_name: 'Al<b>ice', text: 'at eight?' },
      messages: [{ sender_name: 'Carol', text: 'two\nlines' }, { title: 'Inner', messages: [{ text: 'deep <i>' }] }],
    })
  })

  it.each([
    ['a/b\\c:d', 'a b c d.html'],
    ['周末爬山 ⛰', '周末爬山 ⛰.html'],
    ['\u202egnp.exe', 'gnp.exe.html'],
    ['???', 'GGTalk.html'],
  ])('of %s is a file that every system takes', (title, name) => {
    expect(fileName(title, 'html')).toBe(name)
  })
})
