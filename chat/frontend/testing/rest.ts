import { vi } from 'vitest'
import type { Conversation, Message } from '../types'

/** The server's REST side for one conversation as a test plays it. */
export class PlayedRest {
  messages: Message[] = []
  drafts: string[] = []
  reachable = true
  /** requests that did not arrive */
  failed = 0
  /** questions about messages, in order */
  readonly asked: string[] = []
  /** what happens on the server right before it answers a request for messages */
  meanwhile: () => void = () => undefined

  constructor(readonly conversation: () => Conversation) {
    vi.stubGlobal('fetch', (request: Request) => this.answer(request))
  }

  private async answer(request: Request): Promise<Response> {
    if (!this.reachable) {
      this.failed += 1
      throw new TypeError('Failed to fetch')
    }
    const { pathname, search, searchParams } = new URL(request.url)
    if (request.method === 'PATCH') {
      const { draft } = (await request.json()) as { draft: string }
      this.drafts.push(draft)
      return Response.json({ ...this.conversation().own, draft })
    }
    if (!pathname.endsWith('/messages/')) return Response.json([this.conversation()])
    this.asked.push(search)
    const page = this.page(searchParams)
    this.meanwhile()
    return Response.json(page)
  }

  private page(query: URLSearchParams): { messages: Message[]; more: boolean } {
    const limit = Number(query.get('limit'))
    const ids = query.get('ids')?.split(',').map(Number)
    if (ids) return { messages: this.messages.filter(({ id }) => ids.includes(id)), more: false }
    const after = query.get('after')
    if (after !== null) {
      const later = this.messages.filter(({ seq }) => seq > Number(after))
      return { messages: later.slice(0, limit), more: later.length > limit }
    }
    const at = query.get('at')
    if (at !== null) {
      const later = this.messages.filter(({ sent_at }) => Date.parse(sent_at) >= Date.parse(at))
      return { messages: later.slice(0, limit), more: later.length > limit }
    }
    const before = Number(query.get('before') ?? Infinity)
    const earlier = this.messages.filter(({ seq }) => seq < before)
    return { messages: earlier.slice(-limit), more: earlier.length > limit }
  }
}
