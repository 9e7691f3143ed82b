import { refAutoReset } from '@vueuse/core'
import { watch, type Ref } from 'vue'
import { useAims } from '../answers/aims'
import type { Written } from '../composer/written'
import type { Row } from '../history/rows'
import type { Message } from '../types'
import { provideMessageActions, type MessageActions } from './messageActions'
import type { MessageLoading } from './opening'

/** So long a message that was jumped to stands out. */
const POINTED_MS = 2_000
const PATIENCE_FRAMES = 60
/** A double click here means something else. */
const BUSY_PLACES = '[data-message], button, a, input, textarea'

interface Surroundings {
  list: Readonly<Ref<HTMLElement | null>>
  loading: MessageLoading
  writeAgain: (written: Written) => void
  /** whether anything can be said here now */
  canWrite: () => boolean
  /** number of the message that the address names */
  place: () => number | null
}

/** What the messages of a list can ask of it, offered to them. */
export function useMessageRequests({ list, loading, canWrite, writeAgain, place }: Surroundings): MessageActions {
  const pointedAt: Ref<string | null> = refAutoReset<string | null>(null, POINTED_MS)

  async function jumpTo(seq: number): Promise<void> {
    await loading.opened
    const key = await loading.toMessage(seq)
    pointedAt.value = key
    if (key !== null) await focusOnceShown(list, key)
  }

  const actions: MessageActions = {
    pointedAt,
    reply: (message) => canWrite() && useAims().reply(message),
    writeAgain,
    jump: (message) => void jumpTo(message.seq),
  }
  provideMessageActions(actions)
  watch(place, (seq) => seq !== null && void jumpTo(seq), { immediate: true })
  return actions
}

/** Rows far away are drawn and measured first, and hidden meanwhile: what is hidden takes no focus. */
async function focusOnceShown(list: Readonly<Ref<HTMLElement | null>>, key: string): Promise<void> {
  for (let frame = 0; frame < PATIENCE_FRAMES; frame += 1) {
    const bubble = list.value?.querySelector<HTMLElement>(`[data-message="${CSS.escape(key)}"]`)
    bubble?.focus({ preventScroll: true })
    if (bubble && document.activeElement === bubble) return
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

/** The message on whose free side somebody has double-clicked; null where the click meant something else. */
export function clickedBeside(event: MouseEvent, rows: readonly Row[]): Message | null {
  if (!(event.target instanceof Element) || event.target.closest(BUSY_PLACES)) return null
  const key = event.target.closest<HTMLElement>('[data-row]')?.dataset.row
  const row = rows.find((one) => one.key === key)
  return row?.kind === 'text' ? row.message : null
}
