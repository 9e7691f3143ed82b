import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** what the person does by agreeing; the shell's "OK" when absent */
  confirmLabel?: string
  danger?: boolean
}

interface Asked extends Question {
  answer: (yes: boolean) => void
}

/** The question that stands open now. */
export const asked = shallowRef<Asked | null>(null)

/** Asks before something that can't be undone; true when the person agreed. */
export function confirm(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
