/** A piece of a text, and whether it is a hit. */
export interface Fragment {
  text: string
  marked: boolean
}

/** Start and end of a hit in characters, as the server counts them: two numbers. */
export type Mark = readonly number[]

/** So much stands before the first hit of a shortened text. */
const SHOWN_BEFORE = 12

/** A text cut at its hits; put together, the fragments are the text. */
export function fragmentsOf(text: string, marks: readonly Mark[]): Fragment[] {
  if (marks.length === 0) return [{ text, marked: false }]
  const characters = Array.from(text)
  const fragments: Fragment[] = []
  let end = 0
  for (const [from = 0, to = 0] of marks) {
    if (from > end) fragments.push({ text: characters.slice(end, from).join(''), marked: false })
    fragments.push({ text: characters.slice(from, to).join(''), marked: true })
    end = to
  }
  if (end < characters.length) fragments.push({ text: characters.slice(end).join(''), marked: false })
  return fragments
}

/** A part of a text around its first hit, of at most so many characters. */
export function partOf(text: string, marks: readonly Mark[], most: number): Fragment[] {
  const characters = Array.from(text)
  const first = marks[0]?.[0] ?? 0
  const before = Math.min(SHOWN_BEFORE, Math.floor(most / 2))
  const start = characters.length <= most ? 0 : Math.max(0, Math.min(first - before, characters.length - most))
  const end = Math.min(characters.length, start + most)
  const within = marks
    .filter(([from = 0, to = 0]) => to > start && from < end)
    .map(([from = 0, to = 0]): Mark => [Math.max(from, start) - start, Math.min(to, end) - start])
  const fragments = fragmentsOf(characters.slice(start, end).join(''), within)
  if (start > 0) fragments.unshift({ text: '…', marked: false })
  if (end < characters.length) fragments.push({ text: '…', marked: false })
  return fragments
}

/** The same in one line. */
export function snippetOf(text: string, marks: readonly Mark[], most: number): Fragment[] {
  return partOf(text.replace(/\s/g, ' '), marks, most)
}
