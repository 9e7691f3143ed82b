import type { Row } from '../history/rows'
import { useSelection } from './selection'

/** While one chooses, Space or Enter on a message chooses it. Tells whether the key meant that. */
export function chosenByKey(event: KeyboardEvent, rows: readonly Row[]): boolean {
  const key = event.target instanceof HTMLElement ? event.target.dataset.message : undefined
  if (key === undefined || (event.key !== ' ' && event.key !== 'Enter')) return false
  const row = rows.find((one) => one.key === key)
  const message = row?.kind === 'text' ? row.message : null
  if (!message || !useSelection().isIn(message.conversation)) return false
  event.preventDefault()
  useSelection().toggle(message)
  return true
}
