import { askForText, useMe } from '@accounts'
import { i18n } from '@ggtalk/i18n'
import { attempt } from '@ggtalk/task'
import { toast } from '@ggtalk/ui/toasts'
import { joinGroup } from '../api'
import { MOST_NOTE_CHARACTERS } from '../limits'
import type { GroupCard } from '../types'

/** Joins an open group at once; elsewhere asks for a note to owner and admins first. */
export async function join(group: GroupCard): Promise<void> {
  if (group.join_mode === 'open') {
    await attempt(ask(group, ''))
    return
  }
  const { t } = i18n.global
  askForText({
    title: t('groups.join.title', { name: group.name }),
    label: t('groups.join.note'),
    hint: t('groups.join.noteHint'),
    initial: t('groups.join.noteInitial', { name: useMe().me?.name ?? '' }),
    mayBeEmpty: true,
    most: MOST_NOTE_CHARACTERS,
    lines: 3,
    saveLabel: t('groups.join.send'),
    field: 'note',
    save: (note) => ask(group, note),
  })
}

async function ask(group: GroupCard, note: string): Promise<void> {
  const isIn = await joinGroup(group.id, note)
  const { t } = i18n.global
  toast({ kind: 'ok', text: t(isIn ? 'groups.join.joined' : 'groups.join.asked', { name: group.name }) })
}
