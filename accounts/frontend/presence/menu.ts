import { i18n } from '@ggtalk/i18n'
import PresenceDot from '@ggtalk/ui/PresenceDot.vue'
import type { MenuItem } from '@ggtalk/ui/menu'
import { h, type FunctionalComponent } from 'vue'
import { CHOSEN_PRESENCES, type ChosenPresence } from '../types'

const dot = (presence: ChosenPresence): FunctionalComponent => () => h(PresenceDot, { presence })

const dots: Record<ChosenPresence, FunctionalComponent> = {
  online: dot('online'),
  away: dot('away'),
  busy: dot('busy'),
  dnd: dot('dnd'),
  invisible: dot('invisible'),
}

/** The five states to choose from, the current one marked. */
export function presenceItems(current: ChosenPresence | undefined, choose: (presence: ChosenPresence) => void): MenuItem[] {
  return CHOSEN_PRESENCES.map((presence) => ({
    id: presence,
    label: i18n.global.t(`shell.presence.${presence}`),
    icon: dots[presence],
    checked: presence === current,
    onSelect: () => choose(presence),
  }))
}
