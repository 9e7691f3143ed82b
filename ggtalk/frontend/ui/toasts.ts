import { readonly, ref } from 'vue'

const SHOWN_MS = 5_000

export interface ToastContent {
  text: string
  kind?: 'info' | 'ok' | 'error'
  action?: { label: string; run: () => void }
}

export interface Toast extends ToastContent {
  id: number
}

const shown = ref<Toast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let lastId = 0

/** What is on screen now, oldest first. */
export const toasts = readonly(shown)

/** Says something in passing, the same words once at a time; an error or a toast with an action stays twice as long. */
export function toast(content: ToastContent): void {
  for (const same of shown.value.filter(({ text }) => text === content.text)) dismissToast(same.id)
  lastId += 1
  const id = lastId
  shown.value = [...shown.value.slice(-2), { ...content, id }]
  keep(id)
}

export function dismissToast(id: number): void {
  hold(id)
  shown.value = shown.value.filter((other) => other.id !== id)
}

/** Keeps it while it is being read. */
export function hold(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

/** Lets its time run from now. */
export function keep(id: number): void {
  hold(id)
  const content = shown.value.find((other) => other.id === id)
  const longer = content?.kind === 'error' || content?.action !== undefined
  timers.set(id, setTimeout(() => dismissToast(id), longer ? SHOWN_MS * 2 : SHOWN_MS))
}
