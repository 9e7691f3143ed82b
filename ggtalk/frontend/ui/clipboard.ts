import { i18n } from '../i18n'
import { toast } from './toasts'

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string): Promise<void> {
  const done = await written(text)
  const { t } = i18n.global
  toast(done ? { text: t('shell.clipboard.copied'), kind: 'ok' } : { text: t('shell.clipboard.notCopied'), kind: 'error' })
}

async function written(text: string): Promise<boolean> {
  // Without a secure context (plain HTTP in a LAN) there is no clipboard object, only the old command.
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard
  if (!clipboard) return copiedByCommand(text)
  try {
    await clipboard.writeText(text)
    return true
  } catch {
    return copiedByCommand(text)
  }
}

function copiedByCommand(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'visually-hidden'
  const before = document.activeElement
  // a dialog lets nothing outside it have the focus
  ;(before?.closest('[role=dialog]') ?? document.body).append(area)
  area.select()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there
  const done = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
