import { useAims } from '../answers/aims'
import { useBurning } from '../burning/burning'
import { usePictures } from '../pictures/pictures'
import type { SpokenVoice } from './entries'
import { useOutbox } from './outbox'

interface About {
  /** of a picture, in its pixels */
  size?: { width: number; height: number }
  voice?: SpokenVoice
}

/** Sends a picture or a voice as a message of its own, past what stands in the composer; like everything that is sent, it is kept in the browser first. */
export async function sendByItself(conversation: number, blob: Blob, { size, voice }: About): Promise<void> {
  const aims = useAims()
  const answers = aims.fieldsFor(conversation)
  if (answers.reply_to) aims.drop(conversation)
  const id = await usePictures().take(conversation, blob, size)
  await useOutbox().write(conversation, { text: '', ...answers, ...useBurning().fieldsFor(conversation) }, { pictures: [id], ...(voice && { voice }) })
}
