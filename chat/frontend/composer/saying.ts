import { OBJECT } from '../inline/cut'
import { localsIn } from '../inline/inline'
import { MOST_PICTURES } from '../pictures/pictures'
import type { OutboxEntry } from '../outbox/entries'
import type { OutgoingBody } from '../types'
import type { Written } from './written'

/** What a message says, and what goes with it beside its body. */
export interface Said {
  body: Pick<OutgoingBody, 'text' | 'sticker'>
  held: Pick<OutboxEntry, 'pictures' | 'inline'>
}

/** How something written is said: a sticker that stands alone is one, pictures without words are shown as pictures. */
export function saidAs({ text, inline }: Written): Said {
  const [first, ...others] = inline
  const alone = first !== undefined && text.trim() === OBJECT.repeat(inline.length)
  if (alone && others.length === 0 && 'sticker' in first) return { body: { text: '', sticker: first.sticker }, held: {} }
  const pictures = localsIn(inline)
  const above = alone && pictures.length === inline.length && pictures.length <= MOST_PICTURES
  return above ? { body: { text: '' }, held: { pictures } } : { body: { text }, held: { pictures, inline } }
}
