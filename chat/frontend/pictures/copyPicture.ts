import { pictureUrl, type StoredFile } from '@files'
import { i18n } from '@ggtalk/i18n'
import { toast } from '@ggtalk/ui/toasts'

/** Puts a picture on the clipboard and says so; clipboards take PNG only, so a moving one stands still there. */
export async function copyPicture(file: StoredFile): Promise<void> {
  const { t } = i18n.global
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(file) })])
    toast({ text: t('chat.copied'), kind: 'ok' })
  } catch {
    // Without a secure context (plain HTTP in a LAN) there is no clipboard for pictures.
    toast({ text: t('chat.pictures.notCopied'), kind: 'error' })
  }
}

async function asPng(file: StoredFile): Promise<Blob> {
  const answer = await fetch(pictureUrl(file.id))
  if (!answer.ok) throw new Error(`the picture answered ${answer.status}`)
  const bitmap = await createImageBitmap(await answer.blob())
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no room for the picture'))), 'image/png')
  })
}
