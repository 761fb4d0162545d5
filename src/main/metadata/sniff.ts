import { fourCc, startsWith, syncsafe, uint8 } from './bytes'
import { findFrame } from './containers/mpeg-frame'
import { readOldMusepack } from './containers/musepack-sv4'
import { oggCodecAt } from './containers/ogg-streams'
import type { FileAccess } from './file-access'
import { isNoMusic } from './no-music'

/** What the first bytes say a file is. The extension has no say: it lies too often (formats.md, section 1). */
export type ContainerKind =
  | 'mpeg'
  | 'flac'
  | 'ogg-vorbis'
  | 'ogg-opus'
  | 'ogg-speex'
  | 'ogg-flac'
  | 'ogg-theora'
  /** Ogg with none of these in it. */
  | 'ogg'
  | 'mp4'
  | 'wav'
  | 'rf64'
  | 'w64'
  | 'aiff'
  | 'adts'
  | 'asf'
  | 'ape'
  | 'wavpack'
  | 'musepack'
  | 'tta'
  | 'dsf'
  | 'dsdiff'
  | 'matroska'
  | 'optimfrog'
  | 'tak'

export interface Sniffed {
  readonly kind: ContainerKind
  /** Where the container starts: behind ID3v2 tags that someone put in front. */
  readonly start: number
}

/** Wave64 (Sony): the GUID of its `riff` chunk. */
const wave64Guid = 'riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00'
const asfGuid = '\x30\x26\xb2\x75\x8e\x66\xcf\x11'

/** What is in an Ogg, by the codec of the stream whose comments come first. */
const oggKinds = {
  Vorbis: 'ogg-vorbis',
  Opus: 'ogg-opus',
  Speex: 'ogg-speex',
  FLAC: 'ogg-flac',
  Theora: 'ogg-theora',
  none: 'ogg',
} as const satisfies Record<string, ContainerKind>

/** Where ID3v2 tags at the start of a file end; 0 without any. ID3v2.4 §3.1, §3.4. */
export function endOfLeadingId3v2(access: FileAccess): number {
  let at = 0
  // A file of nothing but tags is no music; sixteen are more than anyone has seen.
  for (let count = 0; count < 16; count++) {
    const header = access.read(at, 10)
    if (header.length < 10 || !startsWith(header, 'ID3') || uint8(header, 3) === 0xff) return at
    const footer = (uint8(header, 5) & 0x10) !== 0 ? 10 : 0
    at += 10 + syncsafe(header, 6) + footer
  }
  return at
}

/** By the first four bytes. */
const magics: Readonly<Record<string, ContainerKind>> = {
  fLaC: 'flac',
  OggS: 'ogg',
  'MAC ': 'ape',
  MACF: 'ape',
  wvpk: 'wavpack',
  MPCK: 'musepack',
  TTA1: 'tta',
  TTA2: 'tta',
  'DSD ': 'dsf',
  FRM8: 'dsdiff',
  '\x1a\x45\xdf\xa3': 'matroska',
  'OFR ': 'optimfrog',
  tBaK: 'tak',
  ADIF: 'adts',
}

/** MP4 files of old tools start with another box than `ftyp`. */
const boxes: ReadonlySet<string> = new Set([
  'ftyp',
  'moov',
  'mdat',
  'free',
  'skip',
  'wide',
  'pnot',
  'uuid',
  'styp',
  'pdin',
  'sidx',
  'moof',
])

function magicAt(head: Uint8Array): ContainerKind | undefined {
  const magic = fourCc(head, 0)
  // Most files of music begin with a frame of it.
  if (magic.charCodeAt(0) === 0xff) return undefined
  const kind = magics[magic]
  if (kind !== undefined && Object.hasOwn(magics, magic)) return kind
  const box = fourCc(head, 4)
  if (boxes.has(box)) return box === 'ftyp' && isNoMusic(head) ? undefined : 'mp4'
  switch (magic) {
    case 'RIFF':
      return startsWith(head, 'WAVE', 8) ? 'wav' : undefined
    case 'RF64':
    case 'BW64':
      return startsWith(head, 'WAVE', 8) ? 'rf64' : undefined
    case 'FORM':
      return startsWith(head, 'AIFF', 8) || startsWith(head, 'AIFC', 8) ? 'aiff' : undefined
    case 'riff':
      return startsWith(head, wave64Guid) ? 'w64' : undefined
  }
  if (startsWith(head, asfGuid)) return 'asf'
  return magic.startsWith('MP+') ? 'musepack' : undefined
}

/** The container, or undefined when the file is none that we know. */
export function sniff(access: FileAccess): Sniffed | undefined {
  const start = endOfLeadingId3v2(access)
  // A tag that is larger than what is left of the file: music that was not copied to its end.
  if (start > access.size) return { kind: 'mpeg', start: access.size }
  const head = access.read(start, 64)
  const magic = magicAt(head)
  if (magic === 'ogg') return { kind: oggKinds[oggCodecAt(access, start) ?? 'none'], start }
  if (magic !== undefined) return { kind: magic, start }
  // An AIFF or WAV chunk that is an ID3 tag never comes first, so what is left is a stream of frames.
  if (isAdts(head)) return { kind: 'adts', start }
  if (readOldMusepack(head) !== undefined) return { kind: 'musepack', start }
  if (isNoMusic(head)) return undefined
  if (findFrame(access, start) !== undefined) return { kind: 'mpeg', start }
  return undefined
}

const isAdts = (head: Uint8Array): boolean =>
  head.length > 1 && head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0
