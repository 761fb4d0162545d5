import { RateLimiter } from '../../http'
import type { AskContext, CoverSize, FoundCover } from '../service'
import { checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { fetchPicture, isNoPicture, pictureManners, pictureMedia } from './picture'

/** Covers are redirected to one of the Internet Archive's machines. */
const hosts = ['archive.org']
const sizes: Readonly<Record<CoverSize, string>> = { small: 'front-250', large: 'front-1200' }

/** `release/<id>` or `release-group/<id>`: what `find` answers, and nothing else may become an address. */
const coverId = /^release(?:-group)?\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** The covers of MusicBrainz' releases. API: musicbrainz.org/doc/Cover_Art_Archive/API. It states no limit. */
export const coverArtArchive: ServiceDefinition = {
  name: 'coverartarchive',
  limiter: () => new RateLimiter(4, 1000),
  poolMaxsize: 2,
  connect: (ask) => ({
    covers: {
      name: ask.service,
      async find({ release, title, artist }) {
        if (release?.service !== 'musicbrainz') return []
        const named = (entity: string, id: string): FoundCover[] =>
          id === ''
            ? []
            : [{ id: `${entity}/${id.toLowerCase()}`, certain: entity === 'release', title, artist }]
        return [
          ...(release.hasFrontCover === false ? [] : named('release', release.id)),
          // Of another edition: the archive chooses one.
          ...named('release-group', release.groupId),
        ]
      },
      async fetch(id, size, context) {
        if (!coverId.test(id)) return undefined
        return await fetchPicture(ask, ask.url(`${id}/${sizes[size]}`), context, hosts)
      },
    },
    async check(context: AskContext) {
      try {
        // There is no release of this id: to be told so is the answer of a service that is there.
        await ask.bytes(
          ask.url('release/00000000-0000-4000-8000-000000000000/front-250'),
          pictureMedia,
          context,
          { ...pictureManners, ...checkManners, hosts },
        )
      } catch (error) {
        if (!isNoPicture(error)) throw error
      }
    },
  }),
}
