import type { Candidate, Reason } from '../../../shared/ipc'
import type { ServiceName } from '../../../shared/model'
import { groupIdOf, type Release } from '../release'
import type { FoundTrack } from '../service'
import { sameLength, sameName, sameTitle, titleAgreement } from './agreement'
import { type Fit, recordingFit } from './align'
import { factsOf, shown } from './candidates'
import type { AlbumEvidence } from './evidence'
import { probabilityOf } from './linear-model'

/** Recordings that one service knows. */
export interface FoundRecordings {
  readonly service: ServiceName
  readonly tracks: readonly (FoundTrack & {
    /** How alike they sound, 0…1; absent where nobody listened. */
    readonly score?: number
  })[]
}

/** A song may be on a hundred compilations. */
const mostReleases = 8
const mostRecordings = 12
/** Less is a shared word. */
const leastProbable = 0.1
/** In log-odds: what names and lengths may count beside the sound, and what a sound as alike as can be counts. */
const mostNamed = 3
const soundWeight = 12
/** AcoustID answers nothing that sounds less alike than about half; from here on it means the same recording. */
const sameSound = 0.85

/**
 * What one file may be: recordings, the likeliest first, each with the releases it is on, those first that fit what
 * the file says of its album. Which album a song is meant to be of the person says, so none is sure. Pure.
 */
export function trackCandidates(file: AlbumEvidence, found: readonly FoundRecordings[]): Candidate[] {
  const seen = new Set<string>()
  return found
    .flatMap(({ service, tracks }) => tracks.map((track) => ({ service, track, ...fitOf(file, track) })))
    .filter(
      ({ probability, track: { score, releases } }) =>
        (score !== undefined || probability >= leastProbable) && releases.length > 0,
    )
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostRecordings)
    .flatMap(({ service, track, probability, fit }) =>
      inOrder(file, track.releases)
        .filter(({ id }) => {
          const key = `${track.recordingId} ${id}`
          return !seen.has(key) && seen.add(key)
        })
        .slice(0, mostReleases)
        .map((release) => ({
          ...factsOf(service, release),
          score: shown(probability),
          sure: false,
          open: [],
          reasons: reasonsOf(track, fit, file),
          recording: {
            id: track.recordingId,
            title: track.title,
            artist: track.artist,
            durationMs: track.lengthMs ?? 0,
          },
        })),
    )
}

function fitOf({ files, typed }: AlbumEvidence, track: FoundRecordings['tracks'][number]) {
  const [file] = files
  if (file === undefined) return { fit: undefined, probability: 0 }
  const fit =
    typed === ''
      ? recordingFit(file, track)
      : // Of typed words nobody knows which are the title.
        [track.title, `${track.artist} ${track.title}`, `${track.title} ${track.artist}`]
          .map((title) => recordingFit({ ...file, titles: [typed], artist: '' }, { ...track, title }))
          .reduce((best, other) => (other.probability > best.probability ? other : best))
  const named = Math.log(fit.probability / (1 - fit.probability))
  // What it sounds like says more than what it is called, by whoever called it.
  const odds =
    track.score === undefined
      ? named
      : Math.max(-mostNamed, Math.min(mostNamed, named)) + (track.score - 0.5) * soundWeight
  return { fit, probability: probabilityOf(odds) }
}

/** The album that the file names, then albums before singles and compilations, and what came out first. */
function inOrder(file: AlbumEvidence, releases: readonly Release[]): Release[] {
  const rank = (release: Release) => ({
    release,
    named: Math.round((titleAgreement(file, release)?.value ?? 0) * 10),
    kind: kindRank(release),
    date: release.date || '9999',
    group: groupIdOf(release),
  })
  return releases
    .map(rank)
    .sort(
      (a, b) => b.named - a.named || a.kind - b.kind || compare(a.date, b.date) || compare(a.group, b.group),
    )
    .map(({ release }) => release)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function kindRank({ types, status }: Release): number {
  const [primary = ''] = types
  const official = status === '' || status === 'Official' ? 0 : 10
  if (types.length > 1) return official + 3
  return official + (primary === 'Album' || primary === '' ? 0 : primary === 'EP' ? 1 : 2)
}

function reasonsOf(
  { score, title, artist }: FoundRecordings['tracks'][number],
  fit: Fit | undefined,
  { files, typed }: AlbumEvidence,
): Reason[] {
  const kind = (alike: number | undefined, least: number): Reason['kind'] =>
    alike === undefined ? 'unknown' : alike >= least ? 'agrees' : 'differs'
  const [file] = files
  return [
    ...(score === undefined
      ? []
      : [
          {
            kind: kind(score, sameSound),
            code: 'sound' as const,
            params: { percent: Math.round(score * 100) },
          },
        ]),
    {
      kind: kind(fit?.title, sameTitle),
      code: 'title' as const,
      params: { value: title, found: typed || (file?.titles[0] ?? '') },
    },
    {
      kind: kind(fit?.length, sameLength),
      code: 'length' as const,
      params: { seconds: Math.max(1, Math.ceil((fit?.apartMs ?? 0) / 1000)) },
    },
    {
      kind: kind(fit?.artist, sameName),
      code: 'artist' as const,
      params: { value: artist, found: file?.artist ?? '' },
    },
  ].map((reason) => ({ ...reason, weight: 0 }))
}
