import { piecesOf } from '../../text/links'
import type { Message } from '../../types'
import type { EmbeddedPicture } from './embedding'

export const FORMATS = ['html', 'text', 'json'] as const
export type Format = (typeof FORMATS)[number]

/** What stands on top of an export. */
export interface About {
  title: string
  /** when and from where, in words */
  line: string
  language: string
}

/** One message as it is written down. */
export interface Line {
  name: string
  /** for people */
  when: string
  mine: boolean
  /** a line of the server's */
  isNotice: boolean
  text: string
  pictures: readonly EmbeddedPicture[]
  message: Message
}

export const FILE_ENDINGS: Record<Format, string> = { html: 'html', text: 'txt', json: 'json' }
export const FILE_TYPES: Record<Format, string> = { html: 'text/html', text: 'text/plain', json: 'application/json' }

/** Colours of a page that must look the same without this program. */
const STYLE = `
:root { color-scheme: light dark }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.25rem }
header p, time { opacity: .7; font-size: .8rem }
article { margin: .75rem 0 }
article > b { margin-inline-end: .5rem }
article.mine > b { color: LinkText }
article > div { white-space: pre-wrap; overflow-wrap: anywhere }
article img { display: block; max-width: 100%; max-height: 32rem; margin: .25rem 0; border-radius: .5rem }
article.notice { text-align: center; opacity: .7 }
`

export function beginning(format: Format, about: About): string {
  if (format === 'json') return `{"title": ${JSON.stringify(about.title)}, "about": ${JSON.stringify(about.line)}, "messages": [`
  if (format === 'text') return `${about.title}\r\n${about.line}\r\n`
  const title = escaped(about.title)
  return `<!doctype html>\n<html lang="${escaped(about.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><title>${title}</title><style>${STYLE}</style></head>\n<body><header><h1>${title}</h1><p>${escaped(about.line)}</p></header>\n`
}

/** `isFirst`: nothing was written before it. */
export function lineOf(format: Format, line: Line, isFirst: boolean): string {
  if (format === 'json') return `${isFirst ? '' : ','}\n${JSON.stringify({ ...line.message, sender_name: line.name })}`
  if (format === 'text') return `\r\n${line.name}  ${line.when}\r\n${line.text.replaceAll('\n', '\r\n')}\r\n`
  const when = `<time datetime="${escaped(line.message.sent_at)}">${escaped(line.when)}</time>`
  if (line.isNotice) return `<article class="notice"><div>${escaped(line.text)}</div>${when}</article>\n`
  return `<article${line.mine ? ' class="mine"' : ''}><b><bdi>${escaped(line.name)}</bdi></b>${when}${line.pictures.map(drawn).join('')}<div dir="auto">${linked(line.text)}</div></article>\n`
}

/** `note`: what is missing, in words. */
export function ending(format: Format, note = ''): string {
  if (format === 'json') return '\n]}\n'
  return format === 'text' ? '' : `${note && `<footer><p>${escaped(note)}</p></footer>`}</body></html>\n`
}

/** A name that every system takes for a file. */
export function fileName(title: string, format: Format): string {
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  const plain = title.replace(/[\x00-\x1f<>:"/\\|?*]+/g, ' ').replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return `${Array.from(plain).slice(0, 60).join('') || 'GGTalk'}.${FILE_ENDINGS[format]}`
}

function drawn({ url, name }: EmbeddedPicture): string {
  return `<img src="${escaped(url)}" alt="${escaped(name)}">`
}

function linked(text: string): string {
  return piecesOf(text)
    .map((piece) => (piece.href ? `<a href="${escaped(piece.href)}" rel="noopener noreferrer nofollow">${escaped(piece.text)}</a>` : escaped(piece.text)))
    .join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
