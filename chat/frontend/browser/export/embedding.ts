import { pictureUrl } from '@files'
import { NetworkError } from '@ggtalk/api/errors'
import { i18n } from '@ggtalk/i18n'
import { inlineOf } from '../../inline/inline'
import { picturesIn } from '../../pictures/viewer'
import { stickerUrl, stickerWord } from '../../stickers/stickers'
import { stickerOf, type Message, type Sticker } from '../../types'

/** So much a file takes of pictures; a browser still opens it. */
export const MOST_MEGABYTES = 100
const MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
const TYPES = /^image\/(png|jpeg|webp|gif)$/

export interface EmbeddedPicture {
  /** `data:`, so that it is seen wherever the file is */
  url: string
  /** for who does not see it */
  name: string
}

/** Fetches the pictures and stickers of messages to be written into a file, up to a bound. */
export class Embedding {
  /** how many are not in the file: they could not be loaded, or went beyond the bound */
  missing = 0
  private bytes = 0
  private isCutOff = false

  /** `worksOffline`: without a network the pictures are left out, instead of failing. */
  constructor(private readonly worksOffline: boolean) {}

  /** Those that could be had, in their order. Throws `NetworkError` where nobody answers. */
  async of(message: Pick<Message, 'body'>): Promise<EmbeddedPicture[]> {
    const found: EmbeddedPicture[] = []
    for (const { address, name } of shownIn(message)) {
      const url = this.isCutOff || this.bytes >= MOST_BYTES ? null : await this.fetched(address)
      if (url === null) this.missing += 1
      else found.push({ url, name })
    }
    return found
  }

  private async fetched(address: string): Promise<string | null> {
    try {
      const response = await fetch(new Request(new URL(address, location.href)))
      const picture = response.ok ? await response.blob() : null
      if (!picture || !TYPES.test(picture.type) || this.bytes + picture.size > MOST_BYTES) return null
      this.bytes += picture.size
      return await dataUrl(picture)
    } catch {
      if (!this.worksOffline) throw new NetworkError('unreachable')
      this.isCutOff = true
      return null
    }
  }
}

function shownIn(message: Pick<Message, 'body'>): { address: string; name: string }[] {
  const images = picturesIn(message).map(({ id }) => ({ address: pictureUrl(id, 'large'), name: i18n.global.t('chat.pictures.word') }))
  const stickers = [stickerOf(message.body), ...inlineOf(message.body).map((one) => one.sticker ?? null)].filter((one) => one !== null)
  const drawn = stickers.map((sticker) => ({ address: addressOf(sticker) ?? '', name: stickerWord(sticker) }))
  return [...images, ...drawn.filter(({ address }) => address !== '')]
}

function addressOf(sticker: Sticker): string | undefined {
  return typeof sticker === 'string' ? stickerUrl(sticker) : pictureUrl(typeof sticker === 'number' ? sticker : sticker.id, 'small')
}

function dataUrl(picture: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result as string)
    reader.onerror = () => reject(reader.error ?? new Error('not read'))
    reader.readAsDataURL(picture)
  })
}
