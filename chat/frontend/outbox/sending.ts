import { ApiError } from '@ggtalk/api/errors'
import { useConnection } from '@ggtalk/realtime/connection'
import { NOTHING, sentObjects, withFiles } from '../composer/written'
import { usePictures } from '../pictures/pictures'
import type { OutgoingBody } from '../types'
import { picturesAbove, type OutboxEntry } from './entries'

/**
 * Sends one message; its pictures or its voice first, those that are not uploaded yet. Throws as the sender expects it.
 * `isWanted`: nobody has given it up during the uploads.
 */
export async function sendWithPictures(entry: OutboxEntry, isWanted: () => boolean): Promise<{ seq: number }> {
  const { conversation, clientId, body, pictures = [] } = entry
  const files = pictures.length > 0 ? await usePictures().upload(pictures) : []
  if (!isWanted()) throw new ApiError('given_up', '')
  const held = bodyPart(entry, new Map(pictures.map((id, place) => [id, files[place] ?? 0])))
  return useConnection().send('message.send', { conversation, client_id: clientId, body: { ...body, ...held } })
}

/** What the files of an entry are in its body; `files`: their ids on the server. */
function bodyPart(entry: OutboxEntry, files: ReadonlyMap<string, number>): Partial<OutgoingBody> {
  const [voice] = files.values()
  if (entry.voice && voice) return { voice }
  const images = picturesAbove(entry).flatMap((id) => files.get(id) ?? [])
  const inline = sentObjects(withFiles({ ...NOTHING, inline: entry.inline ?? [] }, (picture) => files.get(picture) ?? null).inline)
  return { ...(images.length > 0 && { images }), ...(inline.length > 0 && { inline }) }
}
