import { openFlac } from './containers/flac'
import type { Layout } from './containers/layout'
import { openMp4 } from './containers/mp4'
import { openMpeg } from './containers/mpeg'
import { openOggOpus, openOggVorbis } from './containers/ogg'
import { openWav } from './containers/wav'
import type { FileAccess } from './file-access'
import type { ContainerKind, Sniffed } from './sniff'

const openers: { readonly [Kind in ContainerKind]?: (access: FileAccess, start: number) => Layout } = {
  mpeg: openMpeg,
  flac: openFlac,
  'ogg-vorbis': openOggVorbis,
  'ogg-opus': openOggOpus,
  mp4: openMp4,
  wav: openWav,
}

/** The file's layout by our own container modules; undefined for the containers that we only read. */
export const openLayout = (access: FileAccess, { kind, start }: Sniffed): Layout | undefined =>
  openers[kind]?.(access, start)

/** What people call a container. */
export const containerNames: Readonly<Record<ContainerKind, string>> = {
  mpeg: 'MPEG audio',
  flac: 'FLAC',
  'ogg-vorbis': 'Ogg Vorbis',
  'ogg-opus': 'Ogg Opus',
  ogg: 'Ogg',
  mp4: 'MP4',
  wav: 'WAV',
  rf64: 'RF64',
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
