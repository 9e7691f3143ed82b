import { version } from '../../package.json'

/** The product's version, as the package says. */
export const VERSION: string = version
