import { expect, it } from 'vitest'
import { noAudio } from '../../shared/model'
import type { Metadata } from '../metadata'
import { readingOf } from './reading'

it('leaves a text of millions of characters in its file, which is then only read', () => {
  const metadata: Metadata = {
    format: 'mp3',
    container: 'MPEG audio',
    tags: [],
    tagKinds: ['ID3v2.4'],
    removableKinds: ['ID3v2.4'],
    pictureCount: 0,
    audio: noAudio,
    values: { title: ['x'.repeat(3_000_000)], album: ['Album'] },
    pictures: [],
  }
  const stamp = { sizeBytes: 1, modifiedNs: 1n, device: 1n, inode: 1n }
  const reading = readingOf('/music/a.mp3', stamp, metadata)
  expect(reading.values).toEqual({ album: ['Album'] })
  expect(reading.readOnly).toMatchObject({
    code: 'metadata.structureNotWritable',
    params: { file: 'a.mp3', reason: 'title' },
  })
})
