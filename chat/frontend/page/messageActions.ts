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
const jumpKey: InjectionKey<MessageActions['jump']> = Symbol('the way to another message')

export function provideMessageActions(actions: MessageActions): void {
  provide(key, actions)
  provideJump(actions.jump)
}

/** Where messages stand elsewhere than in their conversation, this is where they lead. */
export function provideJump(jump: MessageActions['jump']): void {
  provide(jumpKey, jump)
}

export function useMessageActions(): MessageActions {
  const actions = inject(key)
  if (!actions) throw new Error('messages stand in a conversation')
  return actions
}

export function useJump(): MessageActions['jump'] {
  const jump = inject(jumpKey)
  if (!jump) throw new Error('a quote stands where it can lead somewhere')
  return jump
}
