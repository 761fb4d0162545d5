import { expect, it, onTestFinished } from 'vitest'
import { defaultWriteOptions, type Track, type WriteOptions } from '../../shared/model'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'

/** What the tests below change, as a person would in the settings. */
function openWith(options: { current: WriteOptions }) {
  const library = createLibrary({
    dataDir: temporaryFolder(),
    workerPath: undefined,
    writeOptions: () => options.current,
  })
  onTestFinished(() => library.close())
  return library
}

it('a save writes tags in the form that the settings ask for at that moment', async () => {
  const options = { current: defaultWriteOptions }
  const library = openWith(options)
  const signal = new AbortController().signal
  const [grant] = library.grant([copyOf('v24.mp3')])
  let track: Track | undefined
  if (grant === undefined) throw new Error('not granted')
  await library.scan([grant.id], { signal, onBatch: ({ tracks }) => (track = tracks[0] ?? track) })

  const saveTitle = async (title: string) => {
    if (track === undefined) throw new Error('not listed')
    const { id, values } = track
    const changes = { values: { title: { from: [...(values.title ?? [])], to: [title] } } }
    await library.save(
      { kind: 'edit', label: '', withoutUndo: false, holdsBack: true, tracks: [{ id, changes }] },
      {
        signal,
        onProgress: ({ tracks }) => (track = tracks[0] ?? track),
      },
    )
    return track.tagKinds
  }
  expect(await saveTitle('Eins')).toEqual(['ID3v2.4'])
  options.current = { ...defaultWriteOptions, id3v2Version: '2.3', id3v1: 'add' }
  expect(await saveTitle('Zwei')).toEqual(['ID3v2.3', 'ID3v1'])
  expect(track?.values.title).toEqual(['Zwei'])
})
