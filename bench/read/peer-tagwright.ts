// The first pass of the engine over a list of files, one path a line: tags, audio properties, picture count.
import { readFileSync } from 'node:fs'
import { MetadataReader } from '../../src/main/metadata/reader'

const paths = readFileSync(process.argv[2] ?? '', 'utf8')
  .split('\n')
  .filter((path) => path !== '')
const reader = new MetadataReader()
const started = performance.now()
let [files, fields, pics, seconds] = [0, 0, 0, 0]
for (const path of paths) {
  const outcome = await reader.scan(path)
  if (!outcome.ok) continue
  const { metadata } = outcome
  files++
  fields += Object.keys(metadata.values).length
  pics += metadata.pictureCount
  seconds += metadata.audio.durationMs / 1000
}
const ms = performance.now() - started
process.stdout.write(`${JSON.stringify({ files, ms, fields, pics, audio_s: Math.round(seconds) })}\n`)
