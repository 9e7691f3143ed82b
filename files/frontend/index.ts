export { uploadPicture, uploadVoice } from './upload'
export { downloadUrl, pictureUrl, voiceUrl } from './urls'
export type { StoredFile, StoredVoice } from './types'
