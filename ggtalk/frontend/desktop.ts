/** What a native window around the page offers. In a plain browser there is none. */
export interface DesktopBridge {
  readonly available: boolean
}

export const desktop: DesktopBridge = Object.freeze({ available: false })
