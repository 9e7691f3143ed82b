import { closeHistory, history, redo, undo } from 'prosemirror-history'
import { EditorState, Plugin, Selection, TextSelection, type Transaction } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { OBJECT } from '../inline/cut'
import { inWords } from '../inline/inline'
import { pastedFiles } from '../pictures/adding'
import { remember, remembered } from './clipboard'
import { documentOf, fits, fragmentOf, schemaOf, writtenInDocument, type Addresses } from './document'
import { NOTHING, type Written } from './written'

export interface EditorLink {
  addressOf: Addresses
  /** it says something else now */
  changed: (written: Written) => void
  /** the caret may stand elsewhere */
  moved: () => void
  /** takes a key that means more than writing; tells whether it did */
  press: (event: KeyboardEvent) => boolean
  /** files were pasted */
  take: (files: File[]) => void
  /** more stickers and pictures than a message can hold */
  full: () => void
  attributes: () => Record<string, string>
}

/** A field in which stickers, pictures and mentions stand between the words. It reads no markup: what is pasted is text. */
export class LineEditor {
  private readonly schema
  private readonly view: EditorView
  private readonly plugins: Plugin[]

  constructor(place: HTMLElement, private readonly link: EditorLink, begun: Written) {
    this.schema = schemaOf(link.addressOf)
    this.plugins = [history(), new Plugin({ filterTransaction: (change) => this.allows(change) })]
    this.view = new EditorView({ mount: place }, {
      state: this.stateOf(begun),
      attributes: ({ doc }) => ({ ...link.attributes(), class: doc.firstChild?.childCount ? 'editor' : 'editor empty' }),
      dispatchTransaction: (change) => this.apply(change),
      handleKeyDown: (_, event) => this.edits(event),
      handleDOMEvents: {
        // before the editor would read what markup comes along
        paste: (_, event) => this.pasted(event),
        drop: (_, event) => this.dropped(event),
        keydown: (_, event) => this.pressed(event),
        beforeinput: (_, event) => this.input(event),
        copy: (_, event) => this.copied(event),
        cut: (_, event) => this.copied(event, true),
        focus: link.moved,
        blur: link.moved,
      },
    })
  }

  focus(): void {
    this.view.focus()
  }

  close(): void {
    this.view.destroy()
  }

  /** What it is called and what it points at may have changed. */
  refresh(): void {
    this.view.setProps({})
  }

  get written(): Written {
    return writtenInDocument(this.view.state.doc)
  }

  /** Says this instead, with the caret at its end and nothing to be undone. */
  set(written: Written): void {
    this.view.updateState(this.stateOf(written))
    this.link.moved()
  }

  /** Puts something where the caret is, in place of what is selected; tells whether there was room. */
  insert(written: Written): boolean {
    const { selection, doc } = this.view.state
    return this.replace(Math.max(selection.from, 1) - 1, Math.min(selection.to, doc.content.size - 1) - 1, written)
  }

  /** Puts something in the place of a stretch; places as in `beforeCaret`. */
  replace(from: number, to: number, written: Written): boolean {
    const fragment = fragmentOf(this.schema, written)
    const change = closeHistory(this.view.state.tr).replaceWith(from + 1, to + 1, fragment)
    if (!fits(change.doc)) {
      this.link.full()
      return false
    }
    change.setSelection(TextSelection.create(change.doc, from + 1 + fragment.size)).scrollIntoView()
    this.view.dispatch(change)
    return true
  }

  /** The text up to the caret, where it stands in this field with nothing selected; objects and mentions are one unit each. */
  get beforeCaret(): string | null {
    const { doc, selection } = this.view.state
    return this.view.hasFocus() && selection.empty ? doc.textBetween(1, selection.head, '', OBJECT) : null
  }

  /** The place under a point of the window, as in `beforeCaret`; null beside the field. */
  placeAt(x: number, y: number): number | null {
    const found = this.view.posAtCoords({ left: x, top: y })
    return found ? Math.max(0, found.pos - 1) : null
  }

  get scrolls(): boolean {
    return this.view.dom.scrollHeight > this.view.dom.clientHeight
  }

  private stateOf(written: Written): EditorState {
    const doc = documentOf(this.schema, written)
    return EditorState.create({ doc, plugins: this.plugins, selection: Selection.atEnd(doc) })
  }

  private allows(change: Transaction): boolean {
    return !change.docChanged || fits(change.doc) || !fits(change.before)
  }

  private apply(change: Transaction): void {
    const { state, transactions } = this.view.state.applyTransaction(change)
    this.view.updateState(state)
    if (transactions.some(({ docChanged }) => docChanged)) this.link.changed(this.written)
    this.link.moved()
  }

  private pressed(event: KeyboardEvent): boolean {
    if (!this.link.press(event)) return event.key === 'Escape' // it belongs to the page: the editor would swallow it
    event.preventDefault()
    return true
  }

  /** The keys whose work the browser does badly beside what is no text. */
  private edits(event: KeyboardEvent): boolean {
    this.catchUp()
    const command = event.ctrlKey || event.metaKey
    if (event.key === 'Enter') return this.insert({ ...NOTHING, text: '\n' })
    if (command && !event.altKey && event.key.toLowerCase() === 'z') return (event.shiftKey ? redo : undo)(this.view.state, this.view.dispatch) || true
    if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'y') return redo(this.view.state, this.view.dispatch) || true
    if (command || event.altKey) return false
    if (event.key === 'Backspace') return this.erase(-1)
    return event.key === 'Delete' && this.erase(1)
  }

  /** The browser tells of a moved caret a moment later, and keys may be faster. */
  private catchUp(): void {
    const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {}
    const { dom, state, composing } = this.view
    if (composing || !anchorNode || !focusNode || !dom.contains(anchorNode) || !dom.contains(focusNode)) return
    const within = (place: number) => Math.min(Math.max(place, 1), state.doc.content.size - 1)
    const anchor = within(this.view.posAtDOM(anchorNode, anchorOffset ?? 0))
    const head = within(this.view.posAtDOM(focusNode, focusOffset ?? 0))
    if (anchor === state.selection.anchor && head === state.selection.head) return
    this.view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, anchor, head)))
  }

  /** Takes away the thing beside the caret that is no text. */
  private erase(direction: 1 | -1): boolean {
    const { selection, tr } = this.view.state
    const node = direction < 0 ? selection.$head.nodeBefore : selection.$head.nodeAfter
    if (!selection.empty || !node || node.isText) return false
    const { head } = selection
    const change = closeHistory(tr)
    this.view.dispatch(direction < 0 ? change.delete(head - 1, head) : change.delete(head, head + 1))
    return true
  }

  /** What keyboards of phones, menus and other programs ask for. */
  private input(event: InputEvent): boolean {
    const undoes = event.inputType === 'historyUndo'
    if (event.inputType === 'insertParagraph' || event.inputType === 'insertLineBreak') this.insert({ ...NOTHING, text: '\n' })
    else if (undoes || event.inputType === 'historyRedo') (undoes ? undo : redo)(this.view.state, this.view.dispatch)
    else if (event.inputType === 'insertText' && !event.isComposing && event.data?.includes('\n')) this.insert({ ...NOTHING, text: event.data })
    else if (!event.inputType.startsWith('format')) return false
    event.preventDefault()
    return true
  }

  private pasted(event: ClipboardEvent): boolean {
    event.preventDefault()
    this.catchUp()
    const files = pastedFiles(event)
    if (files.length > 0) this.link.take(files)
    else {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      this.insert(remembered(text) ?? { ...NOTHING, text })
    }
    return true
  }

  /** Files belong to the whole conversation; what is moved within the field the editor moves itself. */
  private dropped(event: DragEvent): boolean {
    if (this.view.dragging || event.dataTransfer?.types.includes('Files')) return !this.view.dragging
    event.preventDefault()
    const place = this.placeAt(event.clientX, event.clientY)
    const text = event.dataTransfer?.getData('text/plain') ?? ''
    if (place !== null && text !== '') this.replace(place, place, { ...NOTHING, text })
    this.view.focus()
    return true
  }

  private copied(event: ClipboardEvent, cuts = false): boolean {
    this.catchUp()
    const { selection, doc, tr } = this.view.state
    event.preventDefault()
    if (selection.empty) return true
    const written = writtenInDocument(doc.cut(selection.from, selection.to))
    const text = inWords(written.text, written.inline)
    event.clipboardData?.setData('text/plain', text)
    remember(text, written)
    if (cuts) this.view.dispatch(tr.deleteSelection().scrollIntoView())
    return true
  }
}
