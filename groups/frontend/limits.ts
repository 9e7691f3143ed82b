export const MOST_NAME_CHARACTERS = 40
/** A group's number has 5 to 10 digits and does not begin with 0. */
export const NUMBER = /^[1-9]\d{4,9}$/
