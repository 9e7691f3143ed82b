import { pictureUrl, type StoredFile } from '@files'
import { i18n } from '@ggtalk/i18n'
import { toast } from '@ggtalk/ui/toasts'
import { contextOf, newCanvas, pngOf } from '../drawing/canvas'

/** Puts a picture of a message on the clipboard; clipboards take PNG only, so a moving one stands still there. */
export function copyPicture(file: StoredFile): Promise<boolean> {
  return copyPng(asPng(file))
}

/** Puts a PNG on the clipboard, and says whether it did. */
export async function copyPng(picture: Promise<Blob>): Promise<boolean> {
  const { t } = i18n.global
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
    toast({ text: t('shell.clipboard.copied'), kind: 'ok' })
    return true
  } catch {
    // Without a secure context (plain HTTP in a LAN) there is no clipboard for pictures.
    toast({ text: t('chat.pictures.notCopied'), kind: 'error' })
    return false
  }
}

async function asPng(file: StoredFile): Promise<Blob> {
  const answer = await fetch(pictureUrl(file.id))
  if (!answer.ok) throw new Error(`the picture answered ${answer.status}`)
  const bitmap = await createImageBitmap(await answer.blob())
  const canvas = newCanvas(bitmap.width, bitmap.height)
  contextOf(canvas).drawImage(bitmap, 0, 0)
  return pngOf(canvas)
}
