import { i18n } from '@ggtalk/i18n'
import { toast } from '@ggtalk/ui/toasts'
import { computed, ref, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import { useAims, type Aim } from '../answers/aims'
import { useBurning } from '../burning/burning'
import { editMessage } from '../changes/changes'
import { useDrafts } from '../drafts/drafts'
import { OBJECT } from '../inline/cut'
import { localsIn, type SentObject, type WrittenObject } from '../inline/inline'
import { mentionsIn } from '../mentions/mentioning'
import { useOutbox } from '../outbox/outbox'
import { usePictures } from '../pictures/pictures'
import { useChatSettings } from '../settings/settings'
import { reasonAgainst, type Unsendable } from '../text/characters'
import { styleOf } from '../types'
import { saidAs } from './saying'
import { NOTHING, sentObjects, withFiles, type Written } from './written'

export interface Writing {
  /** what stands in the composer: the new wording of a message, or the draft */
  written: WritableComputedRef<Written>
  /** the message that is being worded anew */
  edited: ComputedRef<Aim | null>
  /** why it can't be sent */
  reason: ComputedRef<Unsendable | null>
  /** a new wording is on its way */
  busy: Ref<boolean>
  /** tells whether it was said, or is being changed */
  send: () => boolean
}

/** What is written in a conversation, and how it is said. */
export function useWriting(conversation: () => number): Writing {
  const drafts = useDrafts()
  const aims = useAims()
  const edited = computed(() => {
    const aim = aims.of(conversation())
    return aim?.kind === 'edit' ? aim : null
  })
  const written = computed<Written>({
    get: () => edited.value?.wording ?? drafts.of(conversation()),
    set: (now) => (edited.value ? aims.reword : drafts.edit)(conversation(), now),
  })
  const reason = computed(() => reasonAgainst(written.value.text))
  const busy = ref(false)

  function send(): boolean {
    if (reason.value !== null || busy.value) return false
    if (edited.value) void change(edited.value)
    else {
      say(conversation(), written.value)
      written.value = NOTHING
    }
    return true
  }

  /** What the server refuses stays, to be worded otherwise or given up. */
  async function change(aim: Aim): Promise<void> {
    busy.value = true
    const agreed = await changed(aim)
    busy.value = false
    if (agreed && edited.value?.message.id === aim.message.id) aims.drop(conversation())
  }

  return { written, edited, reason, busy, send }
}

function say(conversation: number, written: Written): void {
  const aims = useAims()
  const { body, held } = saidAs(written)
  const mentions = mentionsIn(written, conversation)
  const { font } = useChatSettings().value
  const words = body.text ? { ...(font && { style: font }), ...(mentions.length > 0 && { mentions }) } : {}
  usePictures().handOver(held.pictures ?? [])
  void useOutbox().write(conversation, { ...body, ...words, ...aims.fieldsFor(conversation), ...useBurning().fieldsFor(conversation) }, held)
  aims.drop(conversation)
}

/** Whether the server agreed to a new wording; why not was said. */
async function changed({ message, wording }: Aim): Promise<boolean> {
  const style = styleOf(message.body)
  const mentions = mentionsIn(wording, message.conversation)
  const inline = await uploadedInline(wording).catch(() => null)
  if (!inline) {
    toast({ text: i18n.global.t('chat.pictures.notUploaded'), kind: 'error' })
    return false
  }
  return editMessage(message, { text: wording.text, ...(style && { style }), ...(mentions.length > 0 && { mentions }), ...(inline.length > 0 && { inline }) })
}

async function uploadedInline(wording: Written): Promise<SentObject[]> {
  const locals = localsIn(wording.inline)
  const files = await usePictures().upload(locals)
  return sentObjects(withFiles(wording, (picture) => files[locals.indexOf(picture)] ?? null).inline)
}

/** Keeps the pictures among files, as they are put between words; what is none is told. */
export async function picturesAmong(conversation: number, files: readonly File[]): Promise<Written> {
  const { ids, strange } = await usePictures().add(conversation, files)
  if (strange > 0) toast({ text: i18n.global.t('chat.pictures.onlyPictures'), kind: 'error' })
  return { ...NOTHING, text: OBJECT.repeat(ids.length), inline: ids.map((picture, start): WrittenObject => ({ start, picture })) }
}
