import { contextOf, newCanvas } from '../drawing/canvas'

/** insecure: browsers allow it over HTTPS only. denied: the system refused. */
export type CaptureTrouble = 'insecure' | 'denied' | 'failed'

/** Not in TypeScript's library yet; Chromium's. */
type CaptureController = new () => { setFocusBehavior: (behaviour: 'no-focus-change') => void }

/** Whether this browser captures screens, at the latest once it is told to come over HTTPS. Those of phones do not. */
export function canCapture(): boolean {
  if (window.isSecureContext) return 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
  return !window.matchMedia('(pointer: coarse)').matches // over plain HTTP nothing else tells a phone
}

/** One frame of what the person picks in the browser's own dialog; null where nothing was picked. Throws a `CaptureTrouble`. */
export async function captureScreen(): Promise<HTMLCanvasElement | null> {
  if (!window.isSecureContext) throw failed('insecure')
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 5 }, audio: false, ...stayingHere() })
  } catch (reason) {
    if (!(reason instanceof DOMException) || reason.name !== 'NotAllowedError') throw failed('failed')
    if (reason.message.includes('system')) throw failed('denied') // macOS, until it is allowed in its settings
    return null
  }
  try {
    return await frameOf(stream)
  } catch {
    throw failed('failed')
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

/** Why it failed, of what `captureScreen` threw. */
export function troubleOf(failure: unknown): CaptureTrouble {
  return failure instanceof Error && failure.cause !== undefined ? (failure.cause as CaptureTrouble) : 'failed'
}

function failed(trouble: CaptureTrouble): Error {
  return new Error(`the screen was not captured: ${trouble}`, { cause: trouble })
}

/** A window or tab that is picked must not come to the front: the person goes on here. */
function stayingHere(): { controller?: unknown } {
  const { CaptureController } = window as { CaptureController?: CaptureController }
  if (!CaptureController) return {}
  const controller = new CaptureController()
  controller.setFocusBehavior('no-focus-change')
  return { controller }
}

async function frameOf(stream: MediaStream): Promise<HTMLCanvasElement> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = stream
  await video.play()
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0 || videoHeight === 0) throw new Error('the captured screen shows nothing')
  const frame = newCanvas(videoWidth, videoHeight)
  contextOf(frame).drawImage(video, 0, 0)
  video.srcObject = null
  return frame
}
