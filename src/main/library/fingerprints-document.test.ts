import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { alignedTable, withPart } from '../metadata/testing/document-part'
import { fixture, temporaryFolder } from '../metadata/testing/fixture'
import { dsdiff, dsf, monkeysAudio, optimFrog, tak } from '../metadata/testing/rare-formats'
import { bitErrorRate } from '../sound/testing/fingerprint-bits'
import { pathInRepository, saidByFpcalc } from '../sound/testing/said-by-fpcalc'
import { fingerprintFile } from './fingerprint-file'

/** A file to listen to, and what fpcalc says to it if it was asked. */
interface Heard {
  readonly path: string
  readonly said: string
}

type Files = (folder: string) => readonly Heard[]

/** Files of the repository that fpcalc was asked about, by the end of their paths. */
const asked =
  (ending: string): Files =>
  (folder) =>
    Object.entries(saidByFpcalc.fingerprints)
      .filter(([path]) => path.endsWith(ending))
      .map(([from, said]) => {
        const path = join(folder, basename(from))
        copyFileSync(pathInRepository(from), path)
        return { path, said }
      })

const made =
  (name: string, bytes: () => Uint8Array): Files =>
  (folder) => {
    const path = join(folder, name)
    writeFileSync(path, bytes())
    return [{ path, said: '' }]
  }

/** A fixture of the metadata tests: shorter than a second, which says whether it is decoded at all. */
const short = (name: string): Files => made(name, () => fixture(name))

const sounds: readonly (readonly [string, Files])[] = [
  ['MPEG audio, layer III', asked('.mp3')],
  ['MPEG audio, layer II', asked('.mp2')],
  ['AAC (ADTS)', asked('.aac')],
  ['FLAC', asked('.flac')],
  ['Ogg Vorbis', asked('.ogg')],
  ['Ogg Opus', asked('.opus')],
  ['Ogg FLAC', asked('.oga')],
  ['Ogg Theora, its sound', short('theora.ogv')],
  ['Ogg Speex', short('tagged.spx')],
  ['MP4 with AAC', (folder) => asked('.m4a')(folder).filter(({ path }) => basename(path) !== 'alac.m4a')],
  ['MP4 with AAC, fragmented', short('mp4-dash.m4a')],
  ['MP4 with MP3', short('mp4-mp3.m4a')],
  ['MP4 with FLAC', short('mp4-flac.m4a')],
  ['MP4 with Opus', short('mp4-opus.m4a')],
  ['MP4 with ALAC', asked('alac.m4a')],
  ['MP4 with AC-3', short('mp4-ac3.m4a')],
  ['MP4 with E-AC-3', short('mp4-eac3.m4a')],
  ['QuickTime with AAC', short('mp4-quicktime.mov')],
  ['QuickTime with PCM', short('mp4-pcm.mov')],
  ['3GP with AAC', short('mp4-texts.3gp')],
  ['WMA (ASF)', asked('.wma')],
  ['ASF with MP3', short('mp3.asf')],
  ['WAV', (folder) => asked('.wav')(folder).filter(({ said }) => said !== '')],
  ['WAV, floating point', short('float.wav')],
  ['WAV, ADPCM', short('adpcm.wav')],
  ['RF64, BW64', short('wide.rf64.wav')],
  ['Wave64', short('wide.w64')],
  ['AIFF', asked('.aiff')],
  ['AIFC', short('alaw.aifc')],
  ['WavPack', asked('.wv')],
  ['WavPack, hybrid', short('hybrid.wv')],
  ['WavPack with DSD', short('dsd.wv')],
  ['Musepack', asked('.mpc')],
  ['True Audio', asked('.tta')],
  ['DSF', made('dsd.dsf', dsf)],
  ['DSDIFF', made('dsd.dff', dsdiff)],
  ['Monkey’s Audio', made('monkey.ape', monkeysAudio)],
  ['OptimFROG', made('frog.ofr', optimFrog)],
  ['TAK', made('tom.tak', tak)],
  ['Matroska', asked('.mka')],
  ['WebM', short('flat.webm')],
]

async function rowOf(name: string, files: Files): Promise<string[]> {
  const heard = files(temporaryFolder())
  expect(heard, name).not.toEqual([])
  let can = 'yes'
  let areSame = true
  const rates: number[] = []
  for (const { path, said } of heard) {
    const outcome = await fingerprintFile(path)
    if (outcome.ok && said !== '') {
      rates.push(bitErrorRate(outcome.fingerprint, said))
      areSame &&= outcome.fingerprint === said
    }
    if (outcome.ok || outcome.problem.code === 'sound.tooShort') continue
    if (outcome.problem.code !== 'sound.notDecodable') throw new Error(`${name}: ${outcome.problem.code}`)
    can = `no decoder for ${outcome.problem.params['format']}`
  }
  return [name, can, rates.length === 0 ? '–' : besideFpcalc(areSame, Math.max(...rates))]
}

function besideFpcalc(areSame: boolean, worstRate: number): string {
  if (areSame) return 'the same'
  return worstRate === 0
    ? 'the same, but for its length'
    : `up to ${(100 * worstRate).toFixed(2)} % of the bits differ`
}

const path = '../../../docs/matching.md'

it('docs/matching.md says what a real file of each container sounds like to us', {
  timeout: 120_000,
}, async () => {
  const rows = [['Sound', 'Fingerprint', 'Beside fpcalc']]
  for (const [name, files] of sounds) rows.push(await rowOf(name, files))
  const document = readFileSync(join(import.meta.dirname, path), 'utf8')
  await expect(withPart(document, 'fingerprints', alignedTable(rows))).toMatchFileSnapshot(path)
})
