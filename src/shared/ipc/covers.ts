import { z } from 'zod'
import { ServiceState } from './lookup'
import { PictureSchema } from './schemas'
import { ServiceName } from './services'

const text = z.string().max(10_000)
const id = z.string().max(1000)

/** An album whose front cover is wanted. Empty texts are unknown. */
export const WantedCover = z.strictObject({
  title: text,
  artist: text,
  barcode: z.string().max(100).optional(),
  /** The release that the album is known to be. */
  release: z.strictObject({ service: ServiceName, id, groupId: id }).optional(),
})
export type WantedCover = z.infer<typeof WantedCover>

export const CoversRequest = z.strictObject({
  wanted: WantedCover,
  /** `all` that there are, for somebody who chooses; or the `best`, for a job that nobody watches. */
  which: z.enum(['all', 'best']),
})
export type CoversRequest = z.infer<typeof CoversRequest>

/** One of the covers that main found, by main’s own name for it: it takes no other. */
export const CoverId = z.strictObject({ service: ServiceName, id: z.string().regex(/^[0-9a-f]{32}$/) })
export type CoverId = z.infer<typeof CoverId>

export const FoundCover = CoverId.extend({
  /** It is the cover of the very release that was asked for; else of one with a like name. */
  certain: z.boolean(),
  /** Whose cover it is, as the service has it. */
  title: z.string(),
  artist: z.string(),
  /** Small, to be looked at, and the large one itself where the best was asked for. In main's picture store. */
  look: PictureSchema,
  /** Pixels of the large one; 0 where the service does not say. */
  width: z.int().min(0),
  height: z.int().min(0),
})
export type FoundCover = z.infer<typeof FoundCover>

export const CoversProgress = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('service'), state: ServiceState }),
  z.strictObject({ kind: z.literal('cover'), cover: FoundCover }),
])
export type CoversProgress = z.infer<typeof CoversProgress>
