import { Fragment, Schema, type Node } from 'prosemirror-model'
import { OBJECT, put, words } from '../inline/cut'
import { MOST_INLINE, objectWord, type WrittenObject } from '../inline/inline'
import { cleanText } from '../text/characters'
import { inPieces, type Written, type WrittenPiece } from './written'

/** How an object looks while it is written: where its picture is. */
export type Addresses = (object: WrittenObject) => string

/**
 * One stretch of text with line ends in it, so that a place in the text is a place in the document: what stands between the
 * words takes one place, a mention too. Nothing of it is ever read from markup.
 */
export function schemaOf(addressOf: Addresses) {
  return new Schema({
    nodes: {
      doc: { content: 'body' },
      body: { content: 'inline*', whitespace: 'pre', parseDOM: [{ tag: 'p', preserveWhitespace: 'full' }], toDOM: () => ['p', 0] },
      text: { group: 'inline' },
      mention: {
        group: 'inline', inline: true, atom: true, selectable: false,
        attrs: { user: { validate: 'number|null' }, text: { validate: 'string' } },
        leafText: (node) => node.attrs.text as string,
        toDOM: (node) => ['span', { class: 'mention', dir: 'auto' }, node.attrs.text as string],
      },
      object: {
        group: 'inline', inline: true, atom: true, selectable: false,
        attrs: { what: { validate: 'object' } },
        leafText: (node) => objectWord(objectIn(node)),
        toDOM: (node) => {
          const what = objectIn(node)
          return ['img', { class: 'sticker' in what ? (typeof what.sticker === 'string' ? 'sticker' : 'sticker own') : 'picture', src: addressOf(what), alt: objectWord(what) }]
        },
      },
    },
  })
}

type DocumentSchema = ReturnType<typeof schemaOf>

function objectIn(node: Node): WrittenObject {
  return node.attrs.what as WrittenObject
}

/** What is written in a document. */
export function writtenInDocument(document: Node): Written {
  const pieces: WrittenPiece[] = []
  document.firstChild?.forEach((node) => void pieces.push(...pieceOf(node)))
  return put(pieces)
}

function pieceOf(node: Node): WrittenPiece[] {
  if (node.isText) return words(textOnly(node.text ?? ''))
  if (node.type.name === 'object') return [{ text: OBJECT, mention: null, object: objectIn(node) }]
  const user = node.attrs.user as number | null
  const range = { start: 0, length: 0 }
  return [{ text: node.attrs.text as string, mention: user === null ? { ...range, all: true } : { ...range, user }, object: null }]
}

/** What can stand in a text as words. */
export function textOnly(text: string): string {
  return cleanText(text).replaceAll(OBJECT, '')
}

/** Something written, as it stands in a document. */
export function fragmentOf(schema: DocumentSchema, written: Written): Fragment {
  return Fragment.from(
    inPieces(written).flatMap(({ text, mention, object }) => {
      if (object) return schema.node('object', { what: object })
      if (mention) return schema.node('mention', { user: mention.user ?? null, text })
      const only = textOnly(text)
      return only === '' ? [] : schema.text(only)
    }),
  )
}

export function documentOf(schema: DocumentSchema, written: Written): Node {
  return schema.node('doc', null, schema.node('body', null, fragmentOf(schema, written)))
}

/** Whether not more stands between the words than a message can hold. */
export function fits(document: Node): boolean {
  let count = 0
  document.descendants((node) => void (count += node.type.name === 'object' ? 1 : 0))
  return count <= MOST_INLINE
}
