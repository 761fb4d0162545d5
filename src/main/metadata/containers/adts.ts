import { type AudioProperties, noAudio } from '../../../shared/model'
import { startsWith } from '../bytes'
import type { FileAccess } from '../file-access'
import { adifProperties } from './adts-adif'
import { adtsLength, findAdtsFrame } from './adts-frame'
import type { Layout } from './layout'
import { streamObstacle } from './mpeg'
import { findStreamTags, planTags, viewsOf } from './mpeg-tags'

/** AAC as a stream of ADTS frames (ISO 13818-7 §6.2), or ADIF: one header, then sound. Tags as around MP3. */
export function openAdts(access: FileAccess): Layout {
  const found = findStreamTags(access)
  const { start, end } = found
  const isAdif = startsWith(access.read(start, 4), 'ADIF')
  const properties = isAdif ? adifProperties(access, start, end) : adtsProperties(access, start, end)
  const views = viewsOf(found)
  return {
    format: 'aac',
    container: isAdif ? 'AAC, ADIF' : 'AAC, ADTS',
    tags: views,
    audio: start < end ? [{ start, end }] : [],
    notWritable: streamObstacle(access, found, properties !== undefined),
    properties: properties ?? noAudio,
    ...planTags(access, found, views),
  }
}

function adtsProperties(access: FileAccess, start: number, end: number): AudioProperties | undefined {
  const frame = findAdtsFrame(access, start, end)
  if (frame === undefined) return undefined
  return {
    ...adtsLength(access, frame, end),
    sampleRate: frame.sampleRate,
    channels: frame.channels,
    bitsPerSample: 0,
    lossless: false,
    codec: 'AAC',
    encoder: '',
  }
}
