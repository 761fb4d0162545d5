import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { FieldChangesMessage } from '../../shared/ipc'
import type { Track } from '../../shared/model'
import { concat } from '../metadata/bytes'
import { apeItem, apeTag } from '../metadata/testing/ape-tags'
import { fixture, temporaryFolder } from '../metadata/testing/fixture'
import { createLibrary } from './create-library'

const signal = new AbortController().signal

/** An MP3 whose APEv2 tag alone has an album, listed. */
async function listed() {
  const path = join(temporaryFolder(), 'both.mp3')
  writeFileSync(
    path,
    concat([fixture('v24.mp3'), apeTag([apeItem('Title', 'Ebb'), apeItem('Mood', 'Only here')])]),
  )
  const library = createLibrary({ dataDir: temporaryFolder(), workerPath: undefined })
  onTestFinished(() => library.close())
  let track: Track | undefined
  const grants = library.grant([path]).map(({ id }) => id)
  await library.scan(grants, { signal, onBatch: ({ tracks }) => (track = tracks[0] ?? track) })
  const row = (): Track => {
    if (track === undefined) throw new Error('not listed')
    return track
  }
  const onProgress = ({ tracks }: { readonly tracks: readonly Track[] }) => (track = tracks[0] ?? track)
  const save = (changes: FieldChangesMessage) =>
    library.save(
      { kind: 'edit', label: 'x', withoutUndo: false, holdsBack: true, tracks: [{ id: row().id, changes }] },
      { signal, onProgress },
    )
  const newest = async () => {
    const [operation] = await library.past.list({ search: '', limit: 9 })
    if (operation === undefined) throw new Error('nothing saved')
    return operation.id
  }
  const undo = async (operation: Awaited<ReturnType<typeof newest>>) =>
    library.past.undo({ operation }, { signal, onProgress })
  const preview = async (operation: Awaited<ReturnType<typeof newest>>) =>
    library.past.preview({ operation }, { signal, onProgress: () => {} })
  return { path, library, row, save, newest, undo, preview }
}

const without: FieldChangesMessage = { values: {}, removedKinds: { from: [], to: ['APEv2'] } }

it('a kind of tag is taken out, and comes back byte for byte', async () => {
  const { path, row, save, newest, undo, library } = await listed()
  const before = readFileSync(path)
  expect(row().removableKinds).toContain('APEv2')
  const kinds = row().tagKinds
  expect(await save(without)).toMatchObject({ saved: 1, failed: 0 })
  expect(row().tagKinds).toEqual(kinds.filter((kind) => kind !== 'APEv2'))
  expect(readFileSync(path).includes('APETAGEX')).toBe(false)

  const removal = await newest()
  const details = await library.past.details({ operation: removal, limit: 9 })
  // What went with the tag is told, and found.
  expect(details?.files[0]?.changes).toEqual({
    values: { mood: { from: ['Only here'], to: [] } },
    removedKinds: { from: [], to: ['APEv2'] },
  })
  expect(await library.past.list({ search: 'apev2 only', limit: 9 })).toHaveLength(1)
  expect(await undo(removal)).toMatchObject({ undone: 1, failed: 0 })
  expect(readFileSync(path).equals(before)).toBe(true)
  expect(row().tagKinds).toEqual(kinds)

  // The undo is undone like any other.
  expect(await undo(await newest())).toMatchObject({ undone: 1 })
  expect(row().tagKinds).not.toContain('APEv2')
})

it('comes back as exactly from a file that was touched since', async () => {
  const { path, save, newest, undo, preview } = await listed()
  const before = readFileSync(path)
  await save(without)
  utimesSync(path, new Date(1_000_000_000_000), new Date(1_000_000_000_000))
  const operation = await newest()
  expect((await preview(operation))?.files).toMatchObject([{ way: 'exact' }])
  await undo(operation)
  expect(readFileSync(path).equals(before)).toBe(true)
})

it('does not come back as a whole where something was written since; its values do', async () => {
  const { row, save, newest, undo, preview } = await listed()
  await save(without)
  const removal = await newest()
  const [title = ''] = row().values.title ?? []
  await save({ values: { title: { from: [title], to: ['Later'] } } })
  expect((await preview(removal))?.files).toMatchObject([
    {
      way: 'fields',
      changes: { values: { mood: { from: [], to: ['Only here'] } } },
      conflicts: [{ field: 'removedKinds', reason: 'whole' }],
    },
  ])
  await undo(removal)
  expect(row().tagKinds).not.toContain('APEv2')
  expect(row().values).toMatchObject({ title: ['Later'], mood: ['Only here'] })
})

it('goes together with an edit, which is made to the tags that stay', async () => {
  const { row, save } = await listed()
  const from = [...(row().values.title ?? [])]
  await save({ values: { title: { from, to: ['New'] } }, removedKinds: { from: [], to: ['APEv2'] } })
  expect(row().tagKinds).not.toContain('APEv2')
  expect(row().values.title).toEqual(['New'])
})

it('is passed over where the file does not have it, or not any more', async () => {
  const { row, save } = await listed()
  const outcome = await save({ values: {}, removedKinds: { from: [], to: ['Lyrics3'] } })
  expect(outcome).toMatchObject({ saved: 1 })
  expect(row().tagKinds).toContain('APEv2')
})
