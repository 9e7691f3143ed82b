const ACCENTS = /[\u0300-\u036f]/g

/** A text as it is compared, like the server's: without case, width and accents. `Ｃａｆé` as `cafe`. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ')
}

/** The words that were typed to find something by its name, folded. */
export function typedWords(typed: string): string[] {
  return folded(typed).split(/\s+/).filter(Boolean)
}

/** Whether each word of `typedWords` is in one of these names. */
export function isNamed(names: readonly string[], words: readonly string[]): boolean {
  const compared = names.map(folded)
  return words.every((word) => compared.some((name) => name.includes(word)))
}
