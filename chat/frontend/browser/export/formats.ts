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

/** What somebody said, as it is written down; of the beginning of a card only the text. */
export interface Said {
  name: string
  /** for people */
  when: string
  sentAt: string
  text: string
  pictures: readonly EmbeddedPicture[]
  card: Card | null
}

/** Messages from elsewhere that were forwarded as one. */
export interface Card {
  title: string
  said: readonly Said[]
}

/** What a message answers; without a name where that is not here any more. */
export interface Quote {
  name: string
  text: string
}

/** One message as it is written down. */
export interface Line extends Said {
  mine: boolean
  /** a line of the server's */
  isNotice: boolean
  /** the word that it was edited; empty where it was not */
  edited: string
  answers: Quote | null
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
article blockquote { margin: .25rem 0; padding-inline-start: .75rem; border-inline-start: 3px solid; opacity: .7 }
article section { margin: .25rem 0; padding: .25rem .75rem; border: 1px solid; border-radius: .5rem }
article section p { margin: .5rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere }
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
  if (format === 'json') return `${isFirst ? '' : ','}\n${JSON.stringify(asData(line))}`
  return format === 'text' ? `\r\n${asText(line).replaceAll('\n', '\r\n')}\r\n` : asPage(line)
}

function asData({ message, name, answers, card }: Line): object {
  return { ...message, sender_name: name, ...(answers && { answers: { sender_name: answers.name, text: answers.text } }), ...(card && { messages: card.said.map(saidAsData) }) }
}

function saidAsData({ name, sentAt, text, card }: Said): object {
  return { ...(name && { sender_name: name, sent_at: sentAt }), text, ...(card && { title: card.title, messages: card.said.map(saidAsData) }) }
}

function asText(line: Line): string {
  const { answers, edited } = line
  const quote = answers && `> ${[answers.name, answers.text].filter(Boolean).join(': ')}`
  return [`${line.name}  ${line.when}${edited && ` (${edited})`}`, ...(quote ? [quote] : []), ...saidAsText(line)].join('\n')
}

/** The words, and below them, further in, the messages of a card. */
function saidAsText({ text, card }: Said): string[] {
  const within = card?.said.flatMap((one) => [...(one.name ? [`${one.name}  ${one.when}`] : []), ...saidAsText(one)]) ?? []
  return [...(text || !card ? [text] : []), ...(card ? [`[${card.title}]`, ...within.join('\n').split('\n').map((one) => `    ${one}`)] : [])]
}

function asPage(line: Line): string {
  const when = `<time datetime="${escaped(line.message.sent_at)}">${escaped([line.when, line.edited].filter(Boolean).join(' · '))}</time>`
  if (line.isNotice) return `<article class="notice"><div>${escaped(line.text)}</div>${when}</article>\n`
  const { answers } = line
  const quote = answers ? `<blockquote>${answers.name && `<bdi>${escaped(answers.name)}</bdi>: `}<span dir="auto">${escaped(answers.text)}</span></blockquote>` : ''
  return `<article${line.mine ? ' class="mine"' : ''}><b><bdi>${escaped(line.name)}</bdi></b>${when}${quote}${line.pictures.map(drawn).join('')}<div dir="auto">${linked(line.text)}</div>${cardAsPage(line.card)}</article>\n`
}

function cardAsPage(card: Card | null): string {
  if (!card) return ''
  const said = card.said.map(({ name, when, text, pictures, card: inner }) => {
    const about = name && `<b><bdi>${escaped(name)}</bdi></b> <time>${escaped(when)}</time><br>`
    return `<p>${about}${pictures.map(drawn).join('')}<span dir="auto">${linked(text)}</span></p>${cardAsPage(inner)}`
  })
  return `<section><b>${escaped(card.title)}</b>${said.join('')}</section>`
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
