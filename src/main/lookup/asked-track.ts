import type { FileEvidence } from './matching/evidence'
import type { TrackQuery } from './service'

/** A file as a track to be asked for: by its shortest title, which is the one without junk. Empty where it has none. */
export function askedTrack({
  titles,
  lengthMs,
  isrc,
}: Pick<FileEvidence, 'titles' | 'lengthMs' | 'isrc'>): TrackQuery['tracks'][number] {
  const [first = ''] = titles
  const title = titles.reduce((short, reading) => (reading.length < short.length ? reading : short), first)
  return { title, ...(lengthMs !== undefined && { lengthMs }), ...(isrc !== '' && { isrc }) }
}
