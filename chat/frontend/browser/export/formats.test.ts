import { describe, expect, it } from 'vitest'
import { message } from '../../testing/things'
import { beginning, ending, fileName, lineOf, type Format, type Line } from './formats'

const about = { title: 'Talk with <script>', line: 'today', language: 'en' }
const hostile = '<img src=x onerror=alert(1)> "quoted" & javascript:alert(1) https://example.org/?a=1&b="2'

function line(text: string): Line {
  return { name: '<b>Bob</b>', when: '14:32', mine: false, isNotice: false, text, pictures: [], message: message(1) }
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

  it.each([
    ['a/b\\c:d', 'a b c d.html'],
    ['周末爬山 ⛰', '周末爬山 ⛰.html'],
    ['\u202egnp.exe', 'gnp.exe.html'],
    ['???', 'GGTalk.html'],
  ])('of %s is a file that every system takes', (title, name) => {
    expect(fileName(title, 'html')).toBe(name)
  })
})
