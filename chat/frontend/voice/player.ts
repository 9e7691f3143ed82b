import { voiceUrl } from '@files'
import { i18n } from '@ggtalk/i18n'
import { toast } from '@ggtalk/ui/toasts'
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const SPEEDS = [1, 1.5, 2] as const

/** What is to be heard: a voice of the server's by its number, or one that is here, by its address. */
export type Source = { file: number } | { url: string }

/** Plays one voice at a time; its address is made for it, so that one can go to any place in it. */
export const usePlayer = defineStore('chat/player', () => {
  /** whose voice it is; null where none was chosen */
  const owner = ref<string | null>(null)
  const playing = ref(false)
  const loading = ref(false)
  const atMs = ref(0)
  const speed = ref<(typeof SPEEDS)[number]>(1)
  let audio: HTMLAudioElement | null = null
  let made: string | null = null

  /** Begins, goes on, or rests. */
  async function toggle(whose: string, source: Source): Promise<void> {
    if (owner.value !== whose || !audio) {
      await begin(whose, source)
      return
    }
    if (audio.paused) await play(audio)
    else audio.pause()
  }

  async function begin(whose: string, source: Source): Promise<void> {
    const startAt = owner.value === whose ? atMs.value : 0
    stop()
    owner.value = whose
    atMs.value = startAt
    loading.value = true
    const address = await addressOf(source)
    if (owner.value !== whose) {
      if (address && 'file' in source) URL.revokeObjectURL(address)
      return
    }
    loading.value = false
    if (address === null) return
    made = 'file' in source ? address : null
    const begun = new Audio(address)
    audio = begun
    begun.ontimeupdate = () => (atMs.value = begun.currentTime * 1_000)
    begun.onplay = () => (playing.value = true)
    begun.onpause = () => (playing.value = false)
    begun.onended = () => (atMs.value = 0)
    begun.currentTime = startAt / 1_000
    begun.defaultPlaybackRate = begun.playbackRate = speed.value
    await play(begun)
  }

  async function play(begun: HTMLAudioElement): Promise<void> {
    try {
      await begun.play()
    } catch (failure) {
      // AbortError: it was stopped before it began.
      if (failure instanceof DOMException && failure.name === 'AbortError') return
      stop()
      toast({ text: i18n.global.t('chat.voice.notPlayed'), kind: 'error' })
    }
  }

  /** Goes to a place; of a voice that does not play yet it is where it will begin. */
  function seek(whose: string, ms: number): void {
    if (owner.value !== whose) {
      stop()
      owner.value = whose
    }
    atMs.value = ms
    if (audio) audio.currentTime = ms / 1_000
  }

  function nextSpeed(): void {
    speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length] ?? 1
    if (audio) audio.defaultPlaybackRate = audio.playbackRate = speed.value
  }

  function stop(): void {
    audio?.pause()
    audio = null
    if (made) URL.revokeObjectURL(made)
    made = owner.value = null
    playing.value = loading.value = false
    atMs.value = 0
  }

  /** Falls silent where this one is playing. */
  function leave(whose: string): void {
    if (owner.value === whose) stop()
  }

  return { owner, playing, loading, atMs, speed, toggle, seek, nextSpeed, stop, leave }
})

/** A whole voice as an address of this page; null where it can't be had, which is said. */
async function addressOf(source: Source): Promise<string | null> {
  if ('url' in source) return source.url
  try {
    const answer = await fetch(voiceUrl(source.file, new Audio().canPlayType('audio/ogg; codecs=opus') ? 'original' : 'aac'))
    if (answer.ok) return URL.createObjectURL(await answer.blob())
  } catch {
    // said below, as when the server answers otherwise
  }
  toast({ text: i18n.global.t('chat.voice.notLoaded'), kind: 'error' })
  return null
}
