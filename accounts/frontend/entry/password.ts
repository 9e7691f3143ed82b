export const LEAST_PASSWORD = 6
export const MOST_PASSWORD = 128

export type PasswordStrength = 'short' | 'weak' | 'fair' | 'strong'

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/]

/** A rough word on how hard a password is to guess: length counts most, then kinds of signs; repetition does not count. */
export function strengthOf(password: string): PasswordStrength {
  if (password.length < LEAST_PASSWORD) return 'short'
  const different = new Set(password).size
  const kinds = KINDS.filter((kind) => kind.test(password)).length
  if (different >= 10 || (different >= 8 && kinds >= 3)) return 'strong'
  return different >= 6 && kinds >= 2 ? 'fair' : 'weak'
}
