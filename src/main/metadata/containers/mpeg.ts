import { type AudioProperties, noAudio } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import type { Layout, NotWritable } from './layout'
import { type FoundFrame, findFrame } from './mpeg-frame'
import { mpegLength } from './mpeg-length'
import { findStreamTags, planTags, type StreamTags, viewsOf } from './mpeg-tags'
import { id3v2Obstacle, structure } from './tag-parts'

/** MP3, MP2 and MP1: frames of sound, tags before and behind. */
export function openMpeg(access: FileAccess): Layout {
  const found = findStreamTags(access)
  const { start, end } = found
  const frame = findFrame(access, start, end)
  const views = viewsOf(found)
  return {
    format: 'mp3',
    container: `MPEG audio${frame === undefined ? '' : `, layer ${frame.layer}`}`,
    tags: views,
    audio: start < end ? [{ start, end }] : [],
    notWritable: streamObstacle(access, found, frame !== undefined),
    properties: frame === undefined ? noAudio : propertiesOf(access, frame, end),
    readersDiffer: found.leading.length > 1,
    ...planTags(access, found, views, { addsTags: true }),
  }
}

function propertiesOf(access: FileAccess, frame: FoundFrame, end: number): AudioProperties {
  const { durationMs, bitrate, encoder } = mpegLength(access, frame, end)
  return {
    durationMs,
    bitrate,
    sampleRate: frame.sampleRate,
    channels: frame.channels,
    bitsPerSample: 0,
    lossless: false,
    codec: `MP${frame.layer}`,
    encoder,
  }
}

/** What stands in the way of writing to a stream of frames. */
export function streamObstacle(
  access: FileAccess,
  { leading, id3v2 }: StreamTags,
  hasSound: boolean,
): NotWritable | undefined {
  const isCut = leading.some(({ at, size }) => at + size > access.size)
  if (isCut) return { code: 'metadata.truncated', reason: 'ID3v2' }
  if (!hasSound) return structure('no sound found')
  if (leading.length > 0 && id3v2 === undefined) return structure('unknown ID3v2 version')
  return id3v2 === undefined ? undefined : id3v2Obstacle(id3v2.tag)
}
