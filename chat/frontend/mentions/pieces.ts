import { cut, type Placed } from '../inline/cut'
import { piecesOf } from '../text/links'
import type { Mention } from './mentions'

/** A piece of a text: plain, a link, where somebody is meant, or what stands between the words. */
export interface TextPiece<Thing extends Placed> {
  text: string
  href: string | null
  mention: Mention | null
  object: Thing | null
}

/** Cuts a text, or the beginning of one, at its mentions, objects and links; put together, the pieces are the text. */
export function textPieces<Thing extends Placed>(text: string, mentions: readonly Mention[], objects: readonly Thing[] = []): TextPiece<Thing>[] {
  return cut(text, mentions, objects).flatMap((piece) =>
    piece.mention || piece.object ? [{ ...piece, href: null }] : piecesOf(piece.text).map(({ text: shown, href }) => ({ ...piece, text: shown, href })),
  )
}
