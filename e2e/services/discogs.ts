import type { Release } from '../musicbrainz/release'
import { coverAnswer, finds, type Numbered, noPicture, numbered } from './catalogue'
import { json, type ServiceServer, startServiceServer } from './service-server'

/** The token that the server takes. */
export const discogsToken = 'discogs-token-of-the-test'

/**
 * Discogs on a loopback port. Shapes from the public documentation (discogs.com/developers), not checked live.
 *
 *     GET /database/search?type=release&…   /releases/<id>   /masters/<id>/versions
 *     GET /image/<id>.jpeg
 *
 * Without the right `Authorization: Discogs token=…` it says 401. Releases of one release group have one master.
 */
export function startDiscogsServer(catalogue: readonly Release[]): Promise<ServiceServer> {
  const albums = numbered(catalogue)
  const groups = [...new Set(albums.map(groupOf))]
  const masterOf = (album: Numbered) => 501 + groups.indexOf(groupOf(album))

  return startServiceServer(({ path, query, headers }, origin) => {
    const [entity, id, part] = path.split('/')
    if (entity === 'image') {
      const album = albums.find((one) => `${one.id}.jpeg` === id)
      return album ? coverAnswer(album) : noPicture
    }
    if (headers.authorization !== `Discogs token=${discogsToken}`)
      return json({ message: 'You must authenticate to access this resource.' }, 401)
    if (path === 'database/search') {
      const wants = (name: string, ...texts: readonly string[]) => {
        const asked = query.get(name)
        return asked === null || finds(asked, ...texts)
      }
      const hits = albums.filter(
        ({ release, artist }) =>
          wants('release_title', release.title) &&
          wants('artist', artist) &&
          wants('q', release.title, artist) &&
          wants('barcode', release.barcode ?? '') &&
          wants('catno', release['label-info']?.[0]?.['catalog-number'] ?? ''),
      )
      return json({
        pagination: { items: hits.length },
        results: hits.map((one) => found(one, masterOf(one))),
      })
    }
    const album = albums.find((one) => String(one.id) === id)
    if (entity === 'releases' && album) return json(whole(album, masterOf(album), origin))
    const versions = albums.filter((one) => String(masterOf(one)) === id)
    if (entity === 'masters' && part === 'versions' && versions.length > 0)
      return json({ versions: versions.map((one) => ({ id: one.id, title: one.release.title })) })
    return json({ message: 'The requested resource was not found.' }, 404)
  })
}

const groupOf = ({ release }: Numbered): string => release['release-group']?.id ?? release.id

const countries: Readonly<Record<string, string>> = {
  GB: 'UK',
  US: 'US',
  DE: 'Germany',
  NL: 'Netherlands',
  XW: 'Worldwide',
}

const formatOf = (format = 'CD'): { readonly name: string; readonly descriptions: readonly string[] } => {
  if (format.includes('Vinyl')) return { name: 'Vinyl', descriptions: ['LP', 'Album'] }
  return { name: format === 'Digital Media' ? 'File' : format, descriptions: ['Album'] }
}

function found({ id, release, artist }: Numbered, master: number) {
  const format = formatOf(release.media?.[0]?.format ?? undefined)
  return {
    id,
    type: 'release',
    master_id: master,
    title: `${artist === 'Various Artists' ? 'Various' : artist} - ${release.title}`,
    year: release.date?.slice(0, 4),
    country: countries[release.country ?? ''] ?? '',
    format: [format.name, ...format.descriptions],
    label: release['label-info']?.flatMap(({ label }) => label?.name ?? []) ?? [],
    catno: release['label-info']?.[0]?.['catalog-number'] ?? 'none',
    barcode: release.barcode ? [release.barcode, `Matrix ${release.barcode}-A`] : [],
    genre: ['Folk, World, & Country'],
    style: ['Folk'],
  }
}

function whole(album: Numbered, master: number, origin: string) {
  const { id, release, artist, tracks } = album
  const discs = release.media?.length ?? 1
  return {
    id,
    master_id: master,
    status: 'Accepted',
    title: release.title,
    artists: [{ name: artist === 'Various Artists' ? 'Various' : artist, anv: '', join: '', id: 7 }],
    year: Number(release.date?.slice(0, 4)),
    released: release.date ?? '',
    country: countries[release.country ?? ''] ?? '',
    labels: release['label-info']?.map((info) => ({
      name: info.label?.name ?? '',
      catno: info['catalog-number'] ?? 'none',
    })),
    formats: [{ ...formatOf(release.media?.[0]?.format ?? undefined), qty: String(discs) }],
    identifiers: [
      ...(release.barcode ? [{ type: 'Barcode', value: release.barcode, description: 'Text' }] : []),
      { type: 'Matrix / Runout', value: 'A1-1' },
    ],
    genres: ['Folk, World, & Country'],
    styles: ['Folk'],
    images: [
      {
        type: 'primary',
        uri: `${origin}image/${id}.jpeg`,
        uri150: `${origin}image/${id}.jpeg`,
        width: 600,
        height: 600,
      },
    ],
    tracklist: tracks.map(({ disc, position, track }) => ({
      position:
        discs > 1 ? `${disc}-${String(position).padStart(2, '0')}` : (track.number ?? String(position)),
      type_: 'track',
      title: track.title,
      duration: clock(track.length ?? 0),
    })),
  }
}

function clock(lengthMs: number): string {
  const seconds = Math.round(lengthMs / 1000)
  return seconds === 0 ? '' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
