import type { TrackFormat } from '../../../shared/model'

const names: Readonly<Record<TrackFormat, string>> = {
  mp3: 'MP3',
  flac: 'FLAC',
  m4a: 'M4A',
  ogg: 'Ogg',
  opus: 'Opus',
  wav: 'WAV',
  aiff: 'AIFF',
  wma: 'WMA',
  aac: 'AAC',
  ape: 'APE',
  wv: 'WavPack',
  mpc: 'Musepack',
  tta: 'TTA',
  ofr: 'OptimFROG',
  tak: 'TAK',
  dsf: 'DSF',
  dff: 'DSDIFF',
  mka: 'Matroska',
  spx: 'Speex',
  other: '',
}

/** A format as people write it; nothing where it is not one of ours. */
export const formatName = (format: TrackFormat): string => names[format]
