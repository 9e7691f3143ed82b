import type { LoadReason } from '@ggtalk/module'
import { useConnection } from '@ggtalk/realtime/connection'
import type { EventFrame, EventHandlers, EventPayload } from '@ggtalk/realtime/types'
import { useSession } from '@ggtalk/session'
import { useAims } from './answers/aims'
import { useQuotes } from './answers/quotes'
import { useBrowser } from './browser/browser'
import { useBurning } from './burning/burning'
import { useLimits } from './changes/limits'
import { useConversations } from './conversations/conversations'
import { useCopy } from './copy/copy'
import { useDeletions } from './deleting/deletions'
import { useDrafts } from './drafts/drafts'
import { useFavourites } from './favourites/favourites'
import { useForwarding } from './forwarding/forwarding'
import { useMessages } from './history/messages'
import { useOutbox } from './outbox/outbox'
import { loadAhead } from './page/ahead'
import { useUnreachable } from './page/reachable'
import { usePictures } from './pictures/pictures'
import { useViewer } from './pictures/viewer'
import { usePins } from './pins/pins'
import { useReadCounts } from './reading/readCounts'
import { useReading } from './reading/reading'
import { useSelection } from './selection/selection'
import { useShakes } from './shake/shake'
import { useOwnStickers } from './stickers/ownStickers'
import { useTyping } from './typing/typing'
import { usePlayer } from './voice/player'

/** How each event moves the stores. */
export const events: EventHandlers = {
  'message.sent': (payload, { seq }) => {
    useCopy().heard(payload.message, seq)
    useConversations().said(payload)
    useMessages().said(payload)
    useBrowser().said(payload)
    useTyping().said(payload)
    useReading().said(payload)
    if (payload.message.sender === useSession().userId) useOutbox().seen(payload.message.client_id)
  },
  'message.edited': (payload, frame) => {
    useConversations().messageChanged(payload, frame)
    messageChanged(payload, frame)
  },
  'message.recalled': (payload, frame) => {
    useConversations().recalled(payload, frame)
    useAims().recalled(payload)
    messageChanged(payload, frame)
  },
  'message.reacted': (payload, frame) => {
    useConversations().messageChanged(payload, frame)
    messageChanged(payload, frame)
  },
  'message.opened': (payload, frame) => {
    useConversations().messageChanged(payload, frame)
    messageChanged(payload, frame)
  },
  'message.burnt': (payload, frame) => {
    useConversations().messageChanged(payload, frame)
    useAims().recalled(payload)
    messageChanged(payload, frame)
  },
  'message.previewed': (payload, frame) => {
    useConversations().messageChanged(payload, frame)
    messageChanged(payload, frame)
  },
  'pins.changed': (payload, { stream, seq }) => {
    usePins().changed(payload)
    useConversations().passed(stream, seq)
  },
  'message.deleted': (payload) => {
    useDeletions().deleted(payload)
    useConversations().deleted(payload)
    useMessages().deleted(payload)
    useBrowser().deleted(payload)
    useCopy().forget(payload.messages)
    useQuotes().deleted(payload)
    useAims().deleted(payload)
    useSelection().forget(payload.messages)
    useBurning().forget(payload.messages)
    useDrafts().settle(payload.own.conversation)
  },
  'favourite.added': () => useFavourites().added(),
  'favourite.removed': (payload) => useFavourites().removed(payload),
  'message.delivered': (payload, frame) => {
    useConversations().delivered(payload, frame)
    useCopy().passed(payload.conversation, frame.seq)
  },
  'message.read': (payload, frame) => {
    useConversations().read(payload, frame)
    useCopy().passed(payload.conversation, frame.seq)
  },
  'reads.moved': (payload) => useReadCounts().moved(payload),
  'typing.started': (payload) => useTyping().started(payload),
  'shake.sent': (payload) => useShakes().sent(payload),
  'sticker.added': (payload) => useOwnStickers().added(payload),
  'sticker.removed': (payload) => useOwnStickers().removed(payload),
  'stickers.ordered': (payload) => useOwnStickers().ordered(payload),
  'member.joined': (_, { stream, seq }) => useConversations().passed(stream, seq),
  'member.changed': (_, { stream, seq }) => useConversations().passed(stream, seq),
  'member.left': (_, { stream, seq }) => {
    useConversations().passed(stream, seq)
    useReadCounts().live()
  },
  'conversation.joined': (payload) => {
    useConversations().joined(payload)
    void useCopy().forgetConversation(payload.conversation.id)
    // Who comes back sees nothing of what was said before or in between.
    void useMessages().load({ kind: 'reset', streams: [payload.conversation.stream] })
  },
  'announcement.posted': (_, { stream, seq }) => useConversations().passed(stream, seq),
  'announcement.removed': (_, { stream, seq }) => useConversations().passed(stream, seq),
  'group.changed': (_, { stream, seq }) => useConversations().passed(stream, seq),
  'conversation.avatar_changed': (payload, frame) => useConversations().pictured(payload, frame),
  'conversation.retitled': (payload, frame) => useConversations().retitled(payload, frame),
  'conversation.left': (payload) => {
    useConversations().left(payload)
    if (useConnection().state === 'live') return
    void useConversations().settleLeft(payload.conversation)
    void useMessages().load({ kind: 'reset', streams: [`c${payload.conversation}`] })
    if (useBrowser().conversation === payload.conversation) void useBrowser().again()
  },
  'conversation.changed': (payload) => {
    useConversations().changed(payload)
    useDrafts().settle(payload.own.conversation)
  },
  'user.changed': (payload) => useConversations().userIs(payload),
}

/** A message became another one: wherever it is held, it is replaced. */
function messageChanged(payload: EventPayload<'message.edited'>, { seq }: EventFrame): void {
  useDeletions().messageChanged(payload.message)
  useBurning().messageChanged(payload.message)
  useFavourites().messageChanged(payload.message)
  useCopy().heard(payload.message, seq)
  useMessages().messageChanged(payload)
  useSelection().messageChanged(payload.message)
  useQuotes().messageChanged(payload)
  useBrowser().replaced(payload.message)
}

export async function signedIn(userId: number): Promise<void> {
  await usePictures().open()
  await Promise.all([useOutbox().open(userId), useDrafts().open(), useCopy().open()])
  await usePictures().dropLost([...useOutbox().held(), ...useDrafts().held()])
}

/** Fresh lists, and fresh messages where what is held may have gaps. */
export async function load(reason: LoadReason): Promise<void> {
  useQuotes().clear()
  useFavourites().load()
  if (reason.kind === 'reset') void useBrowser().again()
  const held = useMessages().held() // what is opened as soon as its conversation is listed is fresh
  await Promise.all([useConversations().load(reason), useLimits().load(), useOwnStickers().load()])
  void useCopy().catchUp(new Map([...useConversations().conversations.values()].map(({ id, head }) => [id, head])), {
    changed: (message) => useBrowser().replaced(message),
    gone: (conversation, messages) => useBrowser().deleted({ conversation, messages }),
  })
  await Promise.all([useMessages().load(reason, held), usePins().load()])
}

export function live(): void {
  loadAhead()
  useOutbox().resume()
  useQuotes().live()
  usePins().live()
  useDrafts().saveAll()
  useReading().live()
  useReadCounts().live()
}

export async function signedOut(): Promise<void> {
  const copied = useCopy().close()
  for (const store of [useConversations(), useMessages(), useTyping(), useReading(), useReadCounts(), useDrafts(), useAims(), useQuotes(), useShakes(), usePins(), useBurning(), useDeletions(), useOwnStickers(), useUnreachable()]) store.clear()
  useBrowser().close()
  useSelection().end()
  useForwarding().end()
  useOutbox().close()
  usePictures().clear()
  useViewer().close()
  useFavourites().close()
  usePlayer().stop()
  await copied
}
