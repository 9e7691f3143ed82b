import { onScopeDispose, ref, shallowRef } from 'vue'
import type { SpokenVoice } from '../outbox/entries'
import { microphoneTrouble, openMicrophone, standingTrouble, type MicrophoneTrouble, type OpenMicrophone } from './microphone'
import { MOST_MS, peaksOf } from './voices'

const LEVEL_EACH_MS = 50

export interface Recorded extends SpokenVoice {
  blob: Blob
}

/** One recording of a voice, from opening the microphone until it can be heard. */
export class VoiceRecording {
  readonly stage = ref<'starting' | 'recording' | 'recorded' | 'trouble'>('starting')
  readonly trouble = ref<MicrophoneTrouble | null>(null)
  readonly elapsedMs = ref(0)
  /** how loud it was so far, from 0 to 100, at even distances */
  readonly levels = shallowRef<readonly number[]>([])
  /** what was recorded, once it is */
  readonly recorded = shallowRef<Recorded | null>(null)
  private microphone: OpenMicrophone | null = null
  private ended: Promise<void> = Promise.resolve()
  private ticking: ReturnType<typeof setInterval> | undefined
  private gone = false

  async start(): Promise<void> {
    this.stage.value = 'starting'
    this.trouble.value = standingTrouble()
    try {
      if (!this.trouble.value) this.listen(await openMicrophone())
    } catch (failure) {
      this.trouble.value = microphoneTrouble(failure)
    }
    if (this.trouble.value) this.stage.value = 'trouble'
  }

  /** Ends it; resolves when `recorded` is there. */
  async stop(): Promise<void> {
    if (this.microphone && this.microphone.recorder.state !== 'inactive') this.microphone.recorder.stop()
    await this.ended
  }

  /** Nobody wants it any more: the microphone closes. */
  giveUp(): void {
    this.gone = true
    this.close()
  }

  private listen(opened: OpenMicrophone): void {
    if (this.gone) {
      opened.close()
      return
    }
    this.microphone = opened
    const { recorder } = opened
    const chunks: Blob[] = []
    const startedAt = performance.now()
    recorder.ondataavailable = ({ data }) => chunks.push(data)
    this.ended = new Promise((resolve) => {
      recorder.onstop = () => {
        this.finish(new Blob(chunks, { type: recorder.mimeType }))
        resolve()
      }
    })
    recorder.start(1_000)
    this.ticking = setInterval(() => this.tick(opened, performance.now() - startedAt), LEVEL_EACH_MS)
    this.stage.value = 'recording'
  }

  private tick(opened: OpenMicrophone, passedMs: number): void {
    this.elapsedMs.value = Math.min(passedMs, MOST_MS)
    this.levels.value = [...this.levels.value, opened.level()]
    if (passedMs >= MOST_MS) void this.stop()
  }

  private finish(blob: Blob): void {
    this.close()
    this.recorded.value = { blob, duration_ms: Math.round(this.elapsedMs.value), peaks: peaksOf(this.levels.value) }
    this.stage.value = 'recorded'
  }

  private close(): void {
    clearInterval(this.ticking)
    this.microphone?.close()
    this.microphone = null
  }
}

/** A recording whose microphone closes with its component. */
export function useRecording(): VoiceRecording {
  const recording = new VoiceRecording()
  onScopeDispose(() => recording.giveUp())
  return recording
}
