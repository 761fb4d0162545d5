import { fixture } from './fixture'
import { dsdiff, dsf, monkeysAudio, optimFrog, tak } from './rare-formats'

/** A file of each format that is written, with tags. */
export const everyFormat: Readonly<Record<string, () => Uint8Array>> = {
  ...Object.fromEntries(
    [
      'v23-v1.mp3',
      'v24.mp3',
      'layer2.mp2',
      'stream.aac',
      'tagged.flac',
      'tagged.ogg',
      'tagged.opus',
      'tagged.spx',
      'flac.oga',
      'theora.ogv',
      'tagged.m4a',
      'tags-first.m4a',
      'chapters.m4b',
      'mp4-fragments.m4a',
      'mp4-dash.m4a',
      'mp4-quicktime.mov',
      'mp4-texts.3gp',
      'tagged.wma',
      'info.wav',
      'wide.rf64.wav',
      'wide.w64',
      'tagged.aiff',
      'alaw.aifc',
      'tagged.wv',
      'plain.mpc',
      'ape-tagged.tta',
      'flat.mka',
      'levels.mka',
      'flat.webm',
    ].map((name) => [name, () => fixture(name)]),
  ),
  'Monkey’s Audio': monkeysAudio,
  OptimFROG: optimFrog,
  TAK: tak,
  DSF: dsf,
  DSDIFF: dsdiff,
}
