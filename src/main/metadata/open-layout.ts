import { openAdts } from './containers/adts'
import { openAiff } from './containers/aiff'
import { openApe } from './containers/ape'
import { openAsf } from './containers/asf'
import { openDsdiff } from './containers/dsdiff'
import { openDsf } from './containers/dsf'
import { openFlac } from './containers/flac'
import type { Layout } from './containers/layout'
import { openMatroska } from './containers/matroska'
import { openMp4 } from './containers/mp4'
import { openMpeg } from './containers/mpeg'
import { openMusepack } from './containers/musepack'
import { openOgg } from './containers/ogg'
import { openOptimFrog } from './containers/optimfrog'
import { openTak } from './containers/tak'
import { openTta } from './containers/tta'
import { openW64 } from './containers/w64'
import { openWav } from './containers/wav'
import { openWavPack } from './containers/wavpack'
import type { FileAccess } from './file-access'
import { type ContainerKind, type Sniffed, sniff } from './sniff'

const openers: { readonly [Kind in ContainerKind]?: (access: FileAccess, start: number) => Layout } = {
  mpeg: openMpeg,
  adts: openAdts,
  flac: openFlac,
  'ogg-vorbis': openOgg,
  'ogg-opus': openOgg,
  'ogg-speex': openOgg,
  'ogg-flac': openOgg,
  'ogg-theora': openOgg,
  ogg: openOgg,
  mp4: openMp4,
  wav: openWav,
  rf64: openWav,
  w64: openW64,
  aiff: openAiff,
  dsf: openDsf,
  dsdiff: openDsdiff,
  asf: openAsf,
  ape: openApe,
  wavpack: openWavPack,
  musepack: openMusepack,
  optimfrog: openOptimFrog,
  tak: openTak,
  tta: openTta,
  matroska: openMatroska,
}

/** The file's layout by our own container modules; undefined for the containers that we only read. */
export const openLayout = (access: FileAccess, { kind, start }: Sniffed): Layout | undefined =>
  openers[kind]?.(access, start)

/** The same for a file that nobody has looked at; undefined also when it is none that we know. */
export function layoutOf(access: FileAccess): Layout | undefined {
  const sniffed = sniff(access)
  return sniffed === undefined ? undefined : openLayout(access, sniffed)
}

/** What people call a container. */
export const containerNames: Readonly<Record<ContainerKind, string>> = {
  mpeg: 'MPEG audio',
  flac: 'FLAC',
  'ogg-vorbis': 'Ogg Vorbis',
  'ogg-opus': 'Ogg Opus',
  'ogg-speex': 'Ogg Speex',
  'ogg-flac': 'Ogg FLAC',
  'ogg-theora': 'Ogg Theora',
  ogg: 'Ogg',
  mp4: 'MP4',
  wav: 'WAV',
  rf64: 'RF64',
  w64: 'Wave64',
  aiff: 'AIFF',
  adts: 'AAC',
  asf: 'WMA',
  ape: 'Monkey’s Audio',
  wavpack: 'WavPack',
  musepack: 'Musepack',
  tta: 'True Audio',
  dsf: 'DSF',
  dsdiff: 'DSDIFF',
  matroska: 'Matroska',
  optimfrog: 'OptimFROG',
  tak: 'TAK',
}
