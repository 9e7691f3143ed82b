import { vi } from 'vitest'

/** The server's side of uploads as a test plays it: numbers what it is given, unless it is told to refuse or to be away. */
export class PlayedUploads {
  readonly taken: Blob[] = []
  tries = 0
  /** a code to refuse with, `away`, or the status of a proxy that answers instead */
  trouble: string | number | null = null
  whenAsked: () => void = () => undefined

  constructor() {
    const answer = (picture: Blob) => this.answer(picture)
    class PlayedRequest {
      readonly upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
      onload: () => void = () => undefined
      onerror: () => void = () => undefined
      onloadend: () => void = () => undefined
      status = 0
      statusText = ''
      responseText = ''

      open(): void {
        this.status = 0
      }

      setRequestHeader(): void {
        this.statusText = ''
      }

      getResponseHeader(): null {
        return null
      }

      send(picture: Blob): void {
        queueMicrotask(() => {
          const told = answer(picture)
          if (told) {
            this.upload.onprogress?.({ loaded: picture.size, total: picture.size })
            this.status = told.status
            this.responseText = JSON.stringify(told.body)
            this.onload()
          } else this.onerror()
          this.onloadend()
        })
      }
    }
    vi.stubGlobal('XMLHttpRequest', PlayedRequest)
  }

  private answer(picture: Blob): { status: number; body: object } | null {
    this.tries += 1
    this.whenAsked()
    if (this.trouble === 'away') return null
    if (typeof this.trouble === 'number') return { status: this.trouble, body: [] }
    if (this.trouble) return { status: 400, body: { code: this.trouble, detail: this.trouble } }
    this.taken.push(picture)
    return { status: 201, body: { id: 100 + this.taken.length } }
  }
}
