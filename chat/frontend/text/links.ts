/** One piece of a text: plain where `href` is null. */
export interface Piece {
  text: string
  href: string | null
}

/** The characters a URI is written with (RFC 3986): a link ends where Chinese text or a bracket of another kind begins. */
const CANDIDATE = /(?:https?:\/\/|www\.)[a-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/giu
/** A letter of a host that is not written in ASCII, which may look like one that is; Chinese text is what follows a link. */
const GOES_ON = /^(?![\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}])[\p{L}\p{N}]/u
const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[' }
const SENTENCE_END = /[.,;:!?'*~]$/

/** Cuts a text into plain pieces and links. Only http and https become links; put together, the pieces are the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const start = match.index
    if (isInsideWord(text, start) || isCutHost(match[0], text.slice(start + match[0].length, start + match[0].length + 2))) continue
    const shown = withoutTail(match[0])
    const href = hrefOf(shown)
    if (!href) continue
    if (start > end) pieces.push({ text: text.slice(end, start), href: null })
    pieces.push({ text: shown, href })
    end = start + shown.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null })
  return pieces
}

/** The safe address behind what was written; null when it is none. */
export function hrefOf(written: string): string | null {
  try {
    const url = new URL(/^www\./i.test(written) ? `https://${written}` : written)
    const safe = (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === ''
    return safe && url.hostname !== '' && !url.hostname.startsWith('.') ? url.href : null
  } catch {
    return null
  }
}

/** `xhttp://` and `awww.` are part of a word; after Chinese text a link may begin at once. */
function isInsideWord(text: string, start: number): boolean {
  return start > 0 && /[a-z0-9_]/i.test(text.charAt(start - 1))
}

/** Half a host would be another one than was written. */
function isCutHost(link: string, after: string): boolean {
  return !/[/?#]/.test(link.replace(/^https?:\/\//i, '')) && GOES_ON.test(after)
}

/** Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the link. */
function withoutTail(link: string): string {
  let end = link.length
  for (;;) {
    const shown = link.slice(0, end)
    const opening = CLOSING[shown.charAt(end - 1)]
    const unopened = opening !== undefined && count(shown, opening) < count(shown, shown.charAt(end - 1))
    if (!unopened && !SENTENCE_END.test(shown)) return shown
    end -= 1
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}
