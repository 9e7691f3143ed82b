/** Why nothing can be recorded. */
export type MicrophoneTrouble = 'insecure' | 'denied' | 'missing' | 'busy' | 'unable'

/** What browsers record that the server takes, the best first. */
const TYPES = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
const BITS_PER_SECOND = 48_000

/** What keeps this page from recording at all; null where it can be tried. */
export function standingTrouble(): MicrophoneTrouble | null {
  if (!window.isSecureContext) return 'insecure'
  return typeof MediaRecorder === 'undefined' || !recordedType() ? 'unable' : null
}

/** Puts the browser's reason into one that people can do something about. */
export function microphoneTrouble(failure: unknown): MicrophoneTrouble {
  const name = failure instanceof DOMException ? failure.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}

function recordedType(): string | undefined {
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type))
}

/** A microphone that is open, and how loud it is. */
export interface OpenMicrophone {
  recorder: MediaRecorder
  /** what it hears at this moment, from 0 to 100 */
  level: () => number
  close: () => void
}

/** Opens the microphone, asking for it where needed. Throws what the browser says against it. */
export async function openMicrophone(): Promise<OpenMicrophone> {
  const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  const stream = await navigator.mediaDevices.getUserMedia({ audio })
  const context = new AudioContext()
  void context.resume()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const type = recordedType()
  return {
    recorder: new MediaRecorder(stream, { audioBitsPerSecond: BITS_PER_SECOND, ...(type && { mimeType: type }) }),
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
      return Math.round(100 * Math.sqrt(Math.min(1, loudest)))
    },
    close: () => {
      stream.getTracks().forEach((track) => track.stop())
      void context.close()
    },
  }
}
