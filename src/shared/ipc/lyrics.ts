import { z } from 'zod'
import { ServiceFailure } from './lookup'
import { limits } from './schemas'
import { ServiceName } from './services'

const name = z.string().max(10_000)

/** A song whose lyrics are wanted. Empty texts are unknown. */
export const LyricsRequest = z.strictObject({
  title: name,
  artist: name,
  album: name,
  /** 0: unknown. */
  durationMs: z.number().min(0),
  /** Whether the person looks at it; else it is one of many that nobody watches. */
  isWatched: z.boolean(),
})
export type LyricsRequest = z.infer<typeof LyricsRequest>

const text = z.string().max(limits.text)

export const FoundLyrics = z.strictObject({
  service: ServiceName,
  title: z.string(),
  artist: z.string(),
  album: z.string(),
  /** 0 where the service does not say. */
  durationMs: z.number().min(0),
  /** Empty where there are none of this kind. */
  plain: text,
  /** LRC. */
  synchronised: text,
})
export type FoundLyrics = z.infer<typeof FoundLyrics>

export const LyricsReply = z.strictObject({
  /** Best first. */
  found: z.array(FoundLyrics),
  failures: z.array(ServiceFailure),
})
export type LyricsReply = z.infer<typeof LyricsReply>
