/** A message holds this many characters at most, counted as code points, as the server does. */
export const MAX_CHARACTERS = 20_000

const UNSEEN = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\u115f\u1160\u2800\u3164\uffa0]*$/u
// eslint-disable-next-line no-control-regex -- these are what is taken out
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g

export type Unsendable = 'blank' | 'too_long'

/** What will be stored of a text: one kind of line end, no control characters, no halves of a character. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(CONTROL, '').replace(/\p{Cs}/gu, '\ufffd')
}

/** How many characters a text has, counted as the server counts. */
export function characterCount(text: string): number {
  let count = text.length
  for (let place = 0; place < text.length - 1; place += 1) {
    if (isHigh(text.charCodeAt(place)) && isLow(text.charCodeAt(place + 1))) count -= 1
  }
  return count
}

/** Why a cleaned text can't be sent; null when it can. */
export function reasonAgainst(text: string): Unsendable | null {
  if (UNSEEN.test(text)) return 'blank'
  return characterCount(text) > MAX_CHARACTERS ? 'too_long' : null
}

/** The beginning of a text: at most so many lines and about so many characters, never half a character; the text itself when it is short. */
export function beginningOf(text: string, characters: number, lines: number): string {
  const end = endOfLine(text, lines)
  if (end <= characters) return end === text.length ? text : text.slice(0, end)
  const inside = isLow(text.charCodeAt(characters)) ? characters - 1 : characters
  return text.slice(0, inside)
}

function endOfLine(text: string, lines: number): number {
  let end = -1
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1)
    if (end < 0) return text.length
  }
  return end
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
