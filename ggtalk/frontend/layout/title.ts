import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { useAttentionEnds } from '../attention'
import { useRail } from './rail'

/** The window's title: how much waits, what should be told before all else, where one is, the product's name. */
export function useTitle(): void {
  const { t } = useI18n()
  const route = useRoute()
  const attention = useAttentionEnds()
  const entries = useRail()
  watchEffect(() => {
    const waiting = entries.value.reduce((sum, entry) => sum + entry.badge, 0)
    const called = attention.value && `${attention.value} – `
    const place = route.meta.titleKey ? `${t(route.meta.titleKey)} – ` : ''
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${called}${place}${t('shell.name')}`
  })
}
