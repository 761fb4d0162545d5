import { z } from 'zod'
import { ProblemError } from '../../../shared/model'
import { HttpStatusError, RateLimiter } from '../../http'
import { isMusicBrainzId, type Release } from '../release'
import type { HeardTrack, SoundSource } from '../service'
import { type Asker, type AskOptions, checkManners } from './asker'
import type { ServiceDefinition } from './definition'
import { countedMedia, creditOf, releaseOf } from './foreign-release'
import { anyEntries, count, entries, text } from './json-parts'
import { serviceTitles } from './titles'

// Shapes from AcoustID's public documentation (acoustid.org/webservice); not checked live. With `compress` it leaves
// out what stands a level above already, and all ids are MusicBrainz'.

const id = z.string().refine(isMusicBrainzId)
const ArtistsJson = anyEntries(z.object({ name: text, joinphrase: text }))
const ReleaseJson = z.object({
  id,
  title: text,
  country: text,
  date: z.object({ year: count, month: count, day: count }).nullish(),
  artists: ArtistsJson,
  track_count: count,
  mediums: anyEntries(z.object({ format: text })),
})
const GroupJson = z.object({
  id,
  title: text,
  type: text,
  secondarytypes: anyEntries(z.string()),
  artists: ArtistsJson,
  releases: anyEntries(ReleaseJson),
})
const RecordingJson = z.object({
  id,
  // A recording that MusicBrainz has no more has none.
  title: z.string().min(1),
  /** In seconds. */
  duration: count,
  artists: ArtistsJson,
  releasegroups: anyEntries(GroupJson),
})
const LookupReply = z
  .object({
    results: entries(z.object({ score: z.number().min(0).max(1), recordings: anyEntries(RecordingJson) })),
  })
  .transform(({ results }) => {
    const heard = new Map<string, HeardTrack>()
    for (const { score, recordings } of results.toSorted((a, b) => b.score - a.score))
      for (const recording of recordings)
        if (!heard.has(recording.id)) heard.set(recording.id, toHeard(recording, score))
    return [...heard.values()]
  })

const manners: AskOptions = { kind: 'sound', lifetimeMs: 7 * 86_400_000 }
const everything = 'recordings releasegroups releases tracks compress'
/** A track of its documentation's: to ask for it says whether the key is taken. */
const someTrack = '9ff43b6a-4f16-427c-93c2-92307ca505e0'

/**
 * AcoustID: recordings by their sound, with the person's own application key. It allows 3 requests a second. Asked by
 * POST, as fingerprints are long and the key is not to stand in an address.
 */
export const acoustId: ServiceDefinition = {
  name: 'acoustid',
  limiter: () => new RateLimiter(3, 1000, { margin: 100 }),
  poolMaxsize: 2,
  connect: (ask) => ({
    sound: soundOf(ask),
    async check(context) {
      try {
        const form = { client: ask.key ?? '', format: 'json', trackid: someTrack }
        await ask.json(ask.url('lookup'), LookupReply, context, { ...checkManners, form })
      } catch (error) {
        // It says 400 to whatever is wrong, and here only the key can be.
        if (!(error instanceof HttpStatusError && error.status === 400)) throw error
        const params = { service: serviceTitles.acoustid }
        throw new ProblemError(
          { code: 'lookup.keyRefused', params, remedy: 'open-settings' },
          { cause: error },
        )
      }
    },
  }),
}

const soundOf = (ask: Asker): SoundSource => ({
  name: ask.service,
  async identify({ fingerprint, durationMs }, context) {
    const form = {
      client: ask.key ?? '',
      format: 'json',
      meta: everything,
      duration: String(Math.round(durationMs / 1000)),
      fingerprint,
    }
    return await ask.json(ask.url('lookup'), LookupReply, context, { ...manners, form })
  },
})

function toHeard(recording: z.infer<typeof RecordingJson>, score: number): HeardTrack {
  const artist = nameOf(recording.artists)
  return {
    recordingId: recording.id,
    title: recording.title,
    artist,
    score,
    lengthMs: recording.duration ? Math.round(recording.duration * 1000) : undefined,
    releases: recording.releasegroups.flatMap((group) =>
      group.releases.map((release) => toRelease(release, group, artist)),
    ),
  }
}

function toRelease(
  release: z.infer<typeof ReleaseJson>,
  group: z.infer<typeof GroupJson>,
  recordedBy: string,
): Release {
  const { year, month, day } = release.date ?? {}
  const parts = [year && String(year).padStart(4, '0'), month && two(month), day && two(day)]
  const known = parts.findIndex((part) => !part)
  return releaseOf({
    id: release.id,
    groupId: group.id,
    title: release.title || group.title,
    artist: creditOf(nameOf(release.artists) || nameOf(group.artists) || recordedBy),
    date: parts.slice(0, known < 0 ? 3 : known).join('-'),
    country: release.country,
    types: [group.type, ...group.secondarytypes].filter((type) => type !== ''),
    // Of the media only that with the recording is told, and how many tracks there are in all.
    media: countedMedia(release.track_count, release.mediums[0]?.format ?? ''),
  })
}

const two = (number: number): string => String(number).padStart(2, '0')

const nameOf = (artists: z.infer<typeof ArtistsJson>): string =>
  artists
    .map(({ name, joinphrase }, index) => name + (joinphrase || (index < artists.length - 1 ? ', ' : '')))
    .join('')
    .trim()
