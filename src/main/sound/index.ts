export { ChromaprintError } from './chromaprint'
export { DamagedSoundError, NotDecodableError, NotInstalledError } from './errors'
export { type Fingerprint, fingerprint } from './fingerprint'
export type { SoundContainer, SoundSource } from './source'
