import { plainCover } from './cover'
import { type Answer, errorAnswer } from './misbehaviour'
import { creditLine, type Medium, type Release, type Track, trackCount, tracksOn } from './release'
import {
  type Appearance,
  type Catalogue,
  type Hits,
  plainWords,
  QueryError,
  type RecordingHit,
  type ReleaseHit,
} from './search'

/** A cover as the archive has it, or nothing: then the archive says 404. */
export type CoverOf = (mbid: string) => Buffer | undefined | Promise<Buffer | undefined>

const mbid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** What a well-behaved service answers to `url`, knowing these releases. */
export async function answerTo(url: URL, catalogue: Catalogue, coverOf: CoverOf): Promise<Answer> {
  const [root, ...path] = url.pathname.split('/').filter(Boolean)
  if (root === 'coverart') return await answerCover(path, catalogue, coverOf)
  const [version, entity, id] = path
  if (root !== 'ws' || version !== '2' || !['release', 'recording', 'discid'].includes(entity ?? ''))
    return errorAnswer(404, 'Not Found')
  if (url.searchParams.get('fmt') !== 'json') return xml
  if (entity === 'recording')
    return id === undefined ? answerSearch(url, catalogue, 'recordings') : errorAnswer(404, 'Not Found')
  if (entity === 'discid') return answerDisc(id ?? '', url, catalogue)
  if (id !== undefined) return answerLookup(id, url, catalogue)
  const group = url.searchParams.get('release-group')
  return group === null ? answerSearch(url, catalogue, 'releases') : answerBrowse(group, url, catalogue)
}

/** Without `fmt=json` the service speaks XML, which we never want: enough to see the mistake. */
const xml: Answer = {
  status: 200,
  type: 'application/xml; charset=utf-8',
  body: Buffer.from('<?xml version="1.0"?><metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#"/>'),
}

function json(value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value))
  return { status: 200, type: 'application/json; charset=utf-8', body }
}

function answerSearch({ searchParams }: URL, catalogue: Catalogue, kind: 'releases' | 'recordings'): Answer {
  const limit = whole(searchParams.get('limit'), 25, 1, 100)
  const offset = whole(searchParams.get('offset'), 0, 0, Number.MAX_SAFE_INTEGER)
  const asked = searchParams.get('query') ?? ''
  const query = searchParams.get('dismax') === 'true' ? plainWords(asked) : asked
  const page = <Hit>({ count, hits }: Hits<Hit>, shown: (hit: Hit) => unknown) => ({
    created: new Date().toISOString(),
    count,
    offset,
    [kind]: hits.slice(offset).map(shown),
  })
  try {
    return json(
      kind === 'releases'
        ? page(catalogue.searchReleases(query, offset + limit), asFound)
        : page(catalogue.searchRecordings(query, offset + limit), asRecording),
    )
  } catch (error) {
    if (error instanceof QueryError) return errorAnswer(400, error.message)
    throw error
  }
}

/** A release as the search describes it: less than a lookup does, with counts instead of tracks. */
function asFound({ release, score }: ReleaseHit): unknown {
  const group = release['release-group']
  return {
    id: release.id,
    score,
    'status-id': pick(release, 'status-id'),
    'packaging-id': pick(release, 'packaging-id'),
    count: release.media?.length ?? 0,
    title: release.title,
    status: release.status ?? undefined,
    disambiguation: release.disambiguation || undefined,
    packaging: pick(release, 'packaging') ?? undefined,
    'text-representation': pick(release, 'text-representation'),
    'artist-credit': release['artist-credit'],
    'release-group': group && {
      id: group.id,
      title: group.title,
      'type-id': group['primary-type-id'],
      'primary-type': group['primary-type'],
      'secondary-types': group['secondary-types'],
    },
    date: release.date || undefined,
    country: release.country ?? undefined,
    'release-events': pick(release, 'release-events'),
    barcode: release.barcode ?? undefined,
    'label-info': release['label-info'],
    'track-count': trackCount(release),
    media: release.media?.map(({ format, tracks, ...medium }) => ({
      format: format ?? undefined,
      'disc-count': 0,
      'track-count': tracksOn({ ...medium, ...(tracks && { tracks }) }),
    })),
  }
}

/** A recording as the search describes it: with the releases that it is on, and its track on each. */
function asRecording({ id, appearances, score }: RecordingHit): unknown {
  const first = appearances[0]?.track
  return {
    id,
    score,
    title: first?.recording?.title ?? '',
    length: first?.recording?.length ?? undefined,
    'artist-credit': first?.['artist-credit'] ?? appearances[0]?.release['artist-credit'],
    releases: appearances.map(asAppearance),
  }
}

function asAppearance({ release, medium, track }: Appearance): unknown {
  const { id, number, title, length } = track
  return {
    id: release.id,
    title: release.title,
    status: release.status ?? undefined,
    date: release.date || undefined,
    country: release.country ?? undefined,
    'release-group': release['release-group'],
    'artist-credit': release['artist-credit'],
    'track-count': trackCount(release),
    media: [
      {
        position: medium.position,
        format: medium.format ?? undefined,
        'track-count': tracksOn(medium),
        'track-offset': (medium.tracks ?? []).indexOf(track),
        track: [{ id, number, title, length }],
      },
    ],
  }
}

function pick(release: Release, key: string): unknown {
  return Object.entries(release).find(([name]) => name === key)?.[1]
}

/** What has to be asked for with `inc`, and the keys that go missing otherwise. */
const included: Readonly<Record<string, readonly string[]>> = {
  'artist-credits': ['artist-credit'],
  labels: ['label-info'],
  'release-groups': ['release-group'],
  genres: ['genres'],
  tags: ['tags'],
  isrcs: ['isrcs'],
}

function answerLookup(id: string, url: URL, catalogue: Catalogue): Answer {
  if (!mbid.test(id)) return errorAnswer(400, 'Invalid mbid.')
  const release = catalogue.release(id.toLowerCase())
  return release ? json(withIncluded(release, url)) : errorAnswer(404, 'Not Found')
}

/** A browse ends with the release that passes this many tracks, however many were asked for. */
const mostTracks = 500

function answerBrowse(group: string, url: URL, catalogue: Catalogue): Answer {
  if (!mbid.test(group)) return errorAnswer(400, 'Invalid mbid.')
  const all = catalogue.group(group.toLowerCase())
  const offset = whole(url.searchParams.get('offset'), 0, 0, Number.MAX_SAFE_INTEGER)
  const limit = whole(url.searchParams.get('limit'), 25, 1, 100)
  const page: Release[] = []
  let tracks = 0
  for (const release of all.slice(offset, offset + limit)) {
    if (tracks > mostTracks) break
    tracks += trackCount(release)
    page.push(release)
  }
  return json({
    'release-count': all.length,
    'release-offset': offset,
    releases: page.map((release) => withIncluded(release, url)),
  })
}

/** The releases with a CD of this id. */
function answerDisc(id: string, url: URL, catalogue: Catalogue): Answer {
  const releases = catalogue.releases.filter(({ media }) =>
    media?.some(({ discs }) => discs?.some((disc) => disc.id === id)),
  )
  if (releases.length === 0) return errorAnswer(404, 'Not Found')
  return json({ id, releases: releases.map((release) => withIncluded(release, url)) })
}

/** What was asked for with `inc`, and no more. Keys that begin with `x-` are the benchmark's own. */
function withIncluded(release: Release, { searchParams }: URL): unknown {
  const inc = new Set((searchParams.get('inc') ?? '').split(/[\s+]+/))
  const missing = new Set(Object.entries(included).flatMap(([part, keys]) => (inc.has(part) ? [] : keys)))
  const { media, ...rest } = release
  const shown =
    inc.has('media') || inc.has('recordings')
      ? { ...rest, media: media?.map(withTracks(inc, release['artist-credit'])) }
      : rest
  return JSON.parse(
    JSON.stringify(shown, (key, value: unknown) =>
      missing.has(key) || key.startsWith('x-') ? undefined : value,
    ),
  )
}

/** A track without a credit of its own has the release's. */
function withTracks(inc: ReadonlySet<string>, credit: Release['artist-credit']): (medium: Medium) => Medium {
  const credited = (track: Track): Track =>
    credit && !track['artist-credit'] ? { ...track, 'artist-credit': credit } : track
  return ({ tracks, ...medium }) =>
    inc.has('recordings') && tracks ? { ...medium, tracks: tracks.map(credited) } : medium
}

/** The archive answers a cover with a redirect to where it is kept; so does this one. */
async function answerCover(path: readonly string[], catalogue: Catalogue, coverOf: CoverOf): Promise<Answer> {
  const [kind, id = '', name = ''] = path
  const release = catalogue.release(id)
  // Of a group the archive chooses an edition that has one.
  const pictures = await Promise.all(
    (release ? [release] : catalogue.group(id)).map((known) => coverOf(known.id)),
  )
  const picture = pictures.find((known) => known !== undefined)
  if (!picture) return { status: 404, type: 'text/html', body: Buffer.from('<h1>Not Found</h1>') }
  if (kind === 'kept') return { status: 200, type: pictureType(picture), body: picture }
  if (!/^front(-(250|500|1200))?$/.test(name)) return errorAnswer(404, 'Not Found')
  return {
    status: 307,
    type: 'text/html',
    body: Buffer.from('See the redirect.'),
    location: `/coverart/kept/${id}/${name}`,
  }
}

function pictureType(picture: Buffer): string {
  return picture[0] === 0xff ? 'image/jpeg' : 'image/png'
}

/** A plain picture, named after the release, for whatever has no better one. */
export function plainCoverOf(catalogue: Catalogue): CoverOf {
  return (id) => {
    const release = catalogue.release(id)
    return release && plainCover(`${creditLine(release['artist-credit'])} ${release.title}`)
  }
}

function whole(text: string | null, otherwise: number, least: number, most: number): number {
  const value = Number(text ?? otherwise)
  return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : otherwise
}
