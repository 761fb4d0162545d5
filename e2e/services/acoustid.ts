import type { Release } from '../musicbrainz/release'
import { numbered } from './catalogue'
import { json, type ServiceServer, startServiceServer } from './service-server'

/** The application key that the server takes. */
export const acoustidKey = 'acoustid-key-of-the-test'

/**
 * AcoustID on a loopback port. Shapes from the public documentation (acoustid.org/webservice), not checked live.
 *
 *     POST /lookup   client, fingerprint, duration, meta; or trackid
 *
 * `sounds` says which recording a fingerprint is of: the ids of MusicBrainz. Another key than ours is error 4, with
 * status 400.
 */
export function startAcoustidServer(
  catalogue: readonly Release[],
  sounds: Readonly<Record<string, string>>,
): Promise<ServiceServer> {
  const albums = numbered(catalogue)
  return startServiceServer(({ path, method, form }) => {
    if (path !== 'lookup' || method !== 'POST') return json({ status: 'error' }, 404)
    if (form.get('client') !== acoustidKey)
      return json({ status: 'error', error: { code: 4, message: 'invalid API key' } }, 400)
    const recordingId = sounds[form.get('fingerprint') ?? '']
    const appearances = albums.flatMap(({ release, tracks }) =>
      tracks
        .filter(({ track }) => track.recording?.id === recordingId)
        .map(({ disc, position, track }) => ({ release, disc, position, track })),
    )
    const [first] = appearances
    if (recordingId === undefined || first === undefined) return json({ status: 'ok', results: [] })
    const groups = new Map(appearances.map(({ release }) => [release['release-group']?.id ?? '', release]))
    return json({
      status: 'ok',
      results: [
        {
          id: '9ff43b6a-4f16-427c-93c2-92307ca505e0',
          score: 0.97,
          recordings: [
            {
              id: recordingId,
              title: first.track.title,
              duration: Math.round((first.track.length ?? 0) / 1000),
              artists: first.release['artist-credit']?.map(({ name, joinphrase }) => ({
                id: 'a',
                name,
                joinphrase,
              })),
              releasegroups: [...groups].map(([id, { title, 'release-group': group }]) => ({
                id,
                title,
                type: group?.['primary-type'],
                // `compress` leaves out the titles that are the group's.
                releases: appearances
                  .filter(({ release }) => release['release-group']?.id === id)
                  .map(({ release, disc, position }) => ({
                    id: release.id,
                    country: release.country,
                    date: dateOf(release.date),
                    medium_count: release.media?.length,
                    track_count: release.media?.reduce((sum, { tracks = [] }) => sum + tracks.length, 0),
                    mediums: [
                      {
                        position: disc,
                        format: release.media?.[disc - 1]?.format,
                        track_count: release.media?.[disc - 1]?.tracks?.length,
                        tracks: [{ id: 't', position }],
                      },
                    ],
                  })),
              })),
            },
            // Someone sent a fingerprint for a recording that is gone.
            { id: '00000000-0000-4000-8000-000000000000' },
          ],
        },
        { id: '00000000-0000-4000-8000-000000000001', score: 0.41 },
      ],
    })
  })
}

function dateOf(date: string | null | undefined) {
  const [year, month, day] = (date ?? '').split('-').map(Number)
  return { year, month, day }
}
