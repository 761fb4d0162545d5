export { ChromaprintError } from './chromaprint'
export { DamagedSoundError, NotDecodableError } from './errors'
export { type Fingerprint, fingerprint } from './fingerprint'
export type { SoundContainer, SoundSource } from './source'
