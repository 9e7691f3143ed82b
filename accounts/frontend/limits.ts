/** The longest texts the server takes, in characters. */
export const MOST_NAME = 40
export const MOST_SIGNATURE = 100
export const MOST_NOTE = 200
export const MOST_EMAIL = 191
export const MOST_PHONE = 32
