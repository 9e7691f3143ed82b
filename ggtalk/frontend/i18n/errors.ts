import { ApiError, NetworkError } from '../api/errors'
import { i18n } from '.'

/**
 * A failure as a sentence for people. An app words its own error codes under `<app>.errors.<code>`;
 * a code nobody has words for shows what the server said.
 */
export function errorText(failure: unknown): string {
  const { t } = i18n.global
  if (failure instanceof NetworkError) return t(`shell.errors.${failure.code}`)
  if (!(failure instanceof ApiError)) return t('shell.errors.unexpected')
  const key = wordsFor(failure.code)
  if (key) return t(key, { seconds: failure.retryAfterSeconds ?? 60 })
  return failure.status >= 500 || failure.detail === '' ? t('shell.errors.server') : failure.detail
}

function wordsFor(code: string): string | null {
  const apps = Object.keys(i18n.global.getLocaleMessage(i18n.global.locale.value))
  return apps.map((app) => `${app}.errors.${code}`).find((key) => i18n.global.te(key)) ?? null
}
