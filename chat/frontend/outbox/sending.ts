import { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { usePictures } from '../pictures/pictures'
import type { OutboxEntry } from './entries'

/** Sends one message; its pictures or its voice first, those that are not uploaded yet. Throws as the sender expects it. */
export async function sendWithPictures(entry: OutboxEntry, isLive: () => boolean): Promise<{ seq: number }> {
  const { conversation, clientId, body, pictures = [] } = entry
  const files = pictures.length > 0 ? await uploaded(pictures, isLive) : []
  const [voice] = files
  const held = entry.voice && voice ? { voice } : files.length > 0 ? { images: files } : {}
  return useConnection().send('message.send', { conversation, client_id: clientId, body: { ...body, ...held } })
}

/** While the line stands, an upload that does not get through is a failure to be counted: nothing else would pace the tries. */
async function uploaded(pictures: readonly string[], isLive: () => boolean): Promise<number[]> {
  try {
    return await usePictures().upload(pictures)
  } catch (failure) {
    throw failure instanceof ApiError || !isLive() ? failure : new ApiError('upload_failed', '')
  }
}
