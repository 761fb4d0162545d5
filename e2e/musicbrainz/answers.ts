import { plainCover } from './cover'
import { type Answer, errorAnswer } from './misbehaviour'
import { creditLine, type Medium, type Release, trackCount } from './release'
import { type Hit, QueryError, search } from './search'

/** A cover as the archive has it, or nothing: then the archive says 404. */
export type CoverOf = (mbid: string) => Buffer | undefined | Promise<Buffer | undefined>

const mbid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** What a well-behaved service answers to `url`, knowing these releases. */
export async function answerTo(url: URL, catalogue: readonly Release[], coverOf: CoverOf): Promise<Answer> {
  const [root, ...path] = url.pathname.split('/').filter(Boolean)
  if (root === 'coverart') return await answerCover(path, catalogue, coverOf)
  if (root !== 'ws' || path[0] !== '2' || path[1] !== 'release') return errorAnswer(404, 'Not Found')
  if (url.searchParams.get('fmt') !== 'json') return xml
  const id = path[2]
  return id === undefined ? answerSearch(url, catalogue) : answerLookup(id, url, catalogue)
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

function answerSearch({ searchParams }: URL, catalogue: readonly Release[]): Answer {
  const limit = whole(searchParams.get('limit'), 25, 1, 100)
  const offset = whole(searchParams.get('offset'), 0, 0, Number.MAX_SAFE_INTEGER)
  try {
    const hits = search(catalogue, searchParams.get('query') ?? '')
    return json({
      created: new Date().toISOString(),
      count: hits.length,
      offset,
      releases: hits.slice(offset, offset + limit).map(asFound),
    })
  } catch (error) {
    if (error instanceof QueryError) return errorAnswer(400, error.message)
    throw error
  }
}

/** A release as the search describes it: less than a lookup does, with counts instead of tracks. */
function asFound({ release, score }: Hit): unknown {
  const group = release['release-group']
  return {
    id: release.id,
    score,
    'status-id': pick(release, 'status-id'),
    'packaging-id': pick(release, 'packaging-id'),
    count: release.media?.length ?? 0,
    title: release.title,
    status: release.status ?? undefined,
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
      'track-count': medium['track-count'] ?? tracks?.length ?? 0,
    })),
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

function answerLookup(id: string, { searchParams }: URL, catalogue: readonly Release[]): Answer {
  if (!mbid.test(id)) return errorAnswer(400, 'Invalid mbid.')
  const release = catalogue.find((known) => known.id === id.toLowerCase())
  if (!release) return errorAnswer(404, 'Not Found')
  const inc = new Set((searchParams.get('inc') ?? '').split(/[\s+]+/))
  const missing = new Set(Object.entries(included).flatMap(([part, keys]) => (inc.has(part) ? [] : keys)))
  const { media, ...rest } = release
  const shown =
    inc.has('media') || inc.has('recordings') ? { ...rest, media: media?.map(withTracks(inc)) } : rest
  return json(
    JSON.parse(JSON.stringify(shown, (key, value: unknown) => (missing.has(key) ? undefined : value))),
  )
}

function withTracks(inc: ReadonlySet<string>): (medium: Medium) => Medium {
  return ({ tracks, ...medium }) => (inc.has('recordings') && tracks ? { ...medium, tracks } : medium)
}

/** The archive answers a cover with a redirect to where it is kept; so does this one. */
async function answerCover(
  path: readonly string[],
  catalogue: readonly Release[],
  coverOf: CoverOf,
): Promise<Answer> {
  const [kind, id = '', name = ''] = path
  const known = catalogue.find((release) => release.id === id || release['release-group']?.id === id)
  const picture = known && (await coverOf(known.id))
  if (!known || !picture) return { status: 404, type: 'text/html', body: Buffer.from('<h1>Not Found</h1>') }
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
export function plainCoverOf(catalogue: readonly Release[]): CoverOf {
  return (id) => {
    const release = catalogue.find((known) => known.id === id)
    return release && plainCover(`${creditLine(release['artist-credit'])} ${release.title}`)
  }
}

function whole(text: string | null, otherwise: number, least: number, most: number): number {
  const value = Number(text ?? otherwise)
  return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : otherwise
}
