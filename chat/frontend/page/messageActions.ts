import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Written } from '../composer/written'
import type { Message } from '../types'

/** What the messages of an open conversation can ask of the page around them. */
export interface MessageActions {
  /** begins an answer to this one */
  reply: (message: Message) => void
  /** shows this one in its place, loaded first where it is far away */
  jump: (message: Message) => void
  /** puts a text into the composer, behind what is there */
  writeAgain: (written: Written) => void
  /** key of the row that was jumped to a moment ago */
  readonly pointedAt: Readonly<Ref<string | null>>
}

const key: InjectionKey<MessageActions> = Symbol('what messages can ask')

export function provideMessageActions(actions: MessageActions): void {
  provide(key, actions)
}

export function useMessageActions(): MessageActions {
  const actions = inject(key)
  if (!actions) throw new Error('messages stand in a conversation')
  return actions
}
