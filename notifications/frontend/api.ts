/** What a user can choose about being told, as requests. Screens change by the events that follow, not by the answers. */
import { api, call } from '@ggtalk/api/client'
import type { Digest, DigestChanges } from './types'

export async function fetchDigest(): Promise<Digest> {
  return call(api.GET('/api/digest/'))
}

export async function changeDigest(changes: DigestChanges): Promise<void> {
  await call(api.PATCH('/api/digest/', { body: changes }))
}

/** Has the address in the profile asked once more whether it is mine. */
export async function askForProof(): Promise<void> {
  await call(api.POST('/api/digest/proof/'))
}
