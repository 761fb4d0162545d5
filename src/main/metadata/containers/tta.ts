import type { AudioProperties } from '../../../shared/model'
import { startsWith, uint16le, uint32le } from '../bytes'
import type { FileAccess } from '../file-access'
import type { Layout } from './layout'
import { streamObstacle } from './mpeg'
import { findStreamTags, planTags, viewsOf } from './mpeg-tags'
import { rememberHead } from './remember-head'
import { soundProperties } from './sound'

/** True Audio: an ID3v2 tag in front; APEv2 and ID3v1 behind the sound are kept in step. */
export function openTta(access: FileAccess, start: number): Layout {
  const head = rememberHead(access, start)
  const tags = findStreamTags(access)
  const { end } = tags
  const properties = readHeader(head, start, end)
  const views = viewsOf(tags)
  return {
    format: 'tta',
    container: 'True Audio',
    tags: views,
    audio: start < end ? [{ start, end }] : [],
    notWritable: streamObstacle(access, tags, properties.sampleRate !== undefined),
    properties,
    ...planTags(access, tags, views),
  }
}

const headerBytes = 22

/** The header of TTA1 (TTA format description): kind, channels, depth, rate, samples, checksum. */
function readHeader(access: FileAccess, start: number, end: number): Partial<AudioProperties> {
  const header = access.read(start, headerBytes)
  if (header.length < headerBytes || !startsWith(header, 'TTA1')) return {}
  return soundProperties(
    {
      channels: uint16le(header, 6),
      bitsPerSample: uint16le(header, 8),
      sampleRate: uint32le(header, 10),
      samples: uint32le(header, 14),
      lossless: true,
      codec: 'True Audio',
    },
    end - start,
  )
}
