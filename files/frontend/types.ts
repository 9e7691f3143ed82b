import type { Schemas } from '@ggtalk/realtime/types'

/** A voice the server keeps. */
export type StoredVoice = Schemas['VoiceData']

/** A picture the server keeps. */
export type StoredFile = Schemas['FileData']
