import { piecesOf, type Piece } from '../text/links'
import type { Mention } from './mentions'

/** A piece of a text: plain, a link, or where somebody is meant. */
export interface TextPiece extends Piece {
  mention: Mention | null
}

/** Cuts a text, or the beginning of one, at its mentions and links; put together, the pieces are the text. */
export function textPieces(text: string, mentions: readonly Mention[]): TextPiece[] {
  if (mentions.length === 0) return plain(text)
  const characters = Array.from(text)
  const pieces: TextPiece[] = []
  let end = 0
  for (const mention of mentions) {
    const until = mention.start + mention.length
    if (mention.start < end || until > characters.length) break
    pieces.push(...plain(characters.slice(end, mention.start).join('')))
    pieces.push({ text: characters.slice(mention.start, until).join(''), href: null, mention })
    end = until
  }
  return [...pieces, ...plain(characters.slice(end).join(''))]
}

function plain(text: string): TextPiece[] {
  return piecesOf(text).map((piece) => ({ ...piece, mention: null }))
}
