import { HttpStatusError, RateLimiter } from '../../http'
import type { CoverSize } from '../service'
import type { AskOptions } from './asker'
import type { ServiceDefinition } from './definition'

/** Covers are redirected to one of the Internet Archive's machines. */
const hosts = ['archive.org']
const media = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']
/** A cover is a bonus: nobody waits long for it. */
const manners: AskOptions = {
  kind: 'cover',
  // The cover of a release hardly ever changes.
  lifetimeMs: 30 * 86_400_000,
  hosts,
  timeout: 20_000,
  maxRetries: 1,
  maxBytes: 25_000_000,
}
const sizes: Readonly<Record<CoverSize, string>> = { small: 'front-250', large: 'front-500' }

/** The covers of MusicBrainz' releases. API: musicbrainz.org/doc/Cover_Art_Archive/API. It states no limit. */
export const coverArtArchive: ServiceDefinition = {
  name: 'coverartarchive',
  limiter: () => new RateLimiter(4, 1000),
  poolMaxsize: 2,
  connect: (ask) => ({
    covers: {
      name: ask.service,
      async find({ release, title, artist }) {
        if (release?.service !== 'musicbrainz' || release.hasFrontCover === false) return []
        return [{ id: release.id, certain: true, title, artist }]
      },
      async fetch(id, size, context) {
        try {
          const url = ask.url(`release/${encodeURIComponent(id)}/${sizes[size]}`)
          // An old cover is as good as a new one.
          const { bytes, type } = await ask.bytes(url, media, { ...context, anew: false }, manners)
          return { bytes, mime: type }
        } catch (error) {
          // No cover is the usual case, not a failure.
          if (isMissing(error)) return undefined
          throw error
        }
      },
    },
    async check(context) {
      try {
        // There is no release of this id: to be told so is the answer of a service that is there.
        await ask.bytes(ask.url('release/00000000-0000-4000-8000-000000000000/front-250'), media, context, {
          ...manners,
          kind: 'check',
          lifetimeMs: 0,
        })
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    },
  }),
}

/** 400 is for what is no id at all. */
const isMissing = (error: unknown): boolean =>
  error instanceof HttpStatusError && (error.status === 404 || error.status === 400)
