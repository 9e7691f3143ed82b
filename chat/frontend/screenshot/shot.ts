/** What is sent of a screen, with its size in pixels. */
export interface Shot {
  blob: Blob
  width: number
  height: number
}
