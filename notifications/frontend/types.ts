import type { Schemas } from '@ggtalk/realtime/types'

export type Digest = Schemas['DigestData']
export type DigestChanges = Schemas['DigestPatch']
export type Frequency = Digest['frequency']
