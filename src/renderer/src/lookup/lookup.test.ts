import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Candidate, Proposal, Reply } from '../../../shared/ipc'
import { type FieldValues, type Picture, type Track, trackId } from '../../../shared/model'
import { changesToSave, createEditor, editor, fieldValue } from '../editor'
import { tickedEdit, untickFields } from '../review'
import { albumsOf, albumTitle, lookupTracks } from './albums'
import { groupCandidates, likelihood, listedOrder } from './candidates'
import { proposalEdit, startUnticked } from './proposal-edit'
import { createLookup } from './session'

const a = trackId('a')
const b = trackId('b')
const c = trackId('c')
const picture = (hash: string, width: number, type = 3): Picture => ({
  hash: hash.repeat(64),
  type,
  mime: 'image/jpeg',
  description: '',
  sizeBytes: 9,
  width,
  height: width,
})

const track = (id: string, values: FieldValues = {}, more: Partial<Track> = {}): Track => ({
  id: trackId(id),
  folder: '/music/Tideworks',
  fileName: `${id}.flac`,
  format: 'flac',
  sizeBytes: 1,
  modifiedMs: 1,
  audio: { durationMs: 9000, sampleRate: 1, channels: 1, bitsPerSample: 16, bitrate: 0, lossless: true },
  tagKinds: [],
  values,
  longSizes: {},
  pictures: [],
  ...more,
})

const candidate = (releaseId: string, score: number, releaseGroupId = 'group'): Candidate => ({
  service: 'catalogue',
  releaseId,
  releaseGroupId,
  title: 'Tideworks',
  artist: 'Mira Solen',
  date: '2019-09-13',
  country: 'NL',
  format: 'CD',
  label: 'Kelp Records',
  catalogNumber: 'KLP 014',
  barcode: '',
  trackCount: 2,
  score,
  reasons: [],
})

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  candidate: candidate('cd', 0.98),
  tracks: [
    { id: a, values: { title: ['Drift'], album: ['Tideworks'], genre: ['folk'] } },
    { id: b, values: { title: ['Ebb'], album: ['Tideworks'], genre: ['folk'] } },
  ],
  missing: [],
  ...more,
})

const stateOf = (...tracks: Track[]) => {
  const own = createEditor()
  own.getState().addTracks(tracks)
  return own.getState()
}

describe('the albums of a selection', () => {
  const state = stateOf(
    track('a', { album: ['Tideworks'] }),
    track('b', { album: ['Low Orbit'] }, { folder: '/music/Orbit' }),
    track('c', { album: ['tideworks'] }),
  )

  it('are looked up one by one, in list order', () => {
    expect(albumsOf(state, [c, b, a])).toEqual([[a, c], [b]])
  })

  it('are called by their title, else by their folder', () => {
    expect(albumTitle(state, [b])).toBe('Low Orbit')
    expect(albumTitle(stateOf(track('x')), [trackId('x')])).toBe('Tideworks')
  })

  it('are shown to a service with unsaved edits', () => {
    const own = createEditor()
    own.getState().addTracks([track('a', { title: ['old'] })])
    own
      .getState()
      .perform({ label: '', changes: { [a]: { title: { from: ['old'], to: ['new'] } } } }, { source: 'cell' })
    expect(lookupTracks(own.getState(), [a])[0]).toMatchObject({
      values: { title: ['new'] },
      durationMs: 9000,
    })
  })
})

describe('candidates', () => {
  it('stand together by release group, the best first', () => {
    const all = [candidate('cd', 0.98), candidate('decoy', 0.3, 'other'), candidate('vinyl', 0.9)]
    expect(groupCandidates(all).map(({ id, editions }) => [id, editions.length])).toEqual([
      ['group', 2],
      ['other', 1],
    ])
    expect(listedOrder(all)).toEqual([0, 2, 1])
  })

  it.each([
    [0.98, 'sure'],
    [0.8, 'likely'],
    [0.5, 'possible'],
    [0.1, 'unlikely'],
  ])('with a score of %d are called %s', (score, word) => {
    expect(likelihood(score)).toBe(word)
  })
})

describe('a proposal as an edit', () => {
  const state = stateOf(
    track('a', { title: ['Drift (feat.)'], album: ['Tideworks'], genre: ['Folk'] }),
    track('b', { album: ['Tideworks'] }),
  )

  it('changes only what differs, with what is on screen as its from', () => {
    expect(proposalEdit(state, proposal(), 'x').changes).toEqual({
      a: {
        title: { from: ['Drift (feat.)'], to: ['Drift'] },
        genre: { from: ['Folk'], to: ['folk'] },
      },
      b: { title: { from: [], to: ['Ebb'] }, genre: { from: [], to: ['folk'] } },
    })
  })

  it('leaves the person’s genre alone until they tick it', () => {
    const edit = proposalEdit(state, proposal(), 'x')
    expect(startUnticked(state, edit)).toEqual(untickFields(edit, ['genre']))
  })

  it('replaces the front cover and keeps other pictures', () => {
    const own = stateOf(track('a', {}, { pictures: [picture('1', 500), picture('2', 300, 4)] }))
    const edit = proposalEdit(own, proposal({ cover: picture('3', 1200) }), 'x')
    expect(edit.changes[a]?.pictures?.to.map(({ hash, type }) => [hash[0], type])).toEqual([
      ['3', 3],
      ['2', 4],
    ])
    expect(tickedEdit(edit, startUnticked(own, edit)).changes[a]?.pictures).toBeDefined()
  })

  it('does not tick a cover that is smaller than the one there is', () => {
    const own = stateOf(track('a', {}, { pictures: [picture('1', 1200)] }))
    const edit = proposalEdit(own, proposal({ cover: picture('3', 500) }), 'x')
    expect(tickedEdit(edit, startUnticked(own, edit)).changes[a]?.pictures).toBeUndefined()
  })

  it('passes over files that left the list meanwhile', () => {
    const gone = proposal({ tracks: [{ id: c, values: { title: ['x'] } }] })
    expect(proposalEdit(state, gone, 'x').changes).toEqual({})
  })
})

describe('a visit to the lookup', () => {
  const found = (candidates: Candidate[]) => ({ ok: true as const, value: { candidates, failures: [] } })
  const bridgeWith = (
    search: () => Promise<Answer<Reply<'lookup.search'>>>,
    release: (request: { releaseId: string }) => Promise<Answer<Proposal>> = async () => ({
      ok: true,
      value: proposal(),
    }),
  ) => ({ lookup: { search, release } }) as unknown as NonNullable<Parameters<typeof createLookup>[1]>

  beforeEach(() => {
    editor.getState().clear()
    editor
      .getState()
      .addTracks([
        track('a', { title: ['Drift (feat.)'], album: ['Tideworks'] }),
        track('b', { album: ['Tideworks'] }),
        track('c', { album: ['Low Orbit'] }, { folder: '/music/Orbit' }),
      ])
  })

  it('chooses the best candidate and shows its changes; nothing is edited yet', async () => {
    const lookup = createLookup(
      [a, b],
      bridgeWith(async () => found([candidate('cd', 0.98)])),
    )
    await lookup.search()
    expect(lookup.store.getState()).toMatchObject({ chosen: 0, proposal: { kind: 'ready' } })
    expect(changesToSave(editor.getState())).toEqual([])
  })

  it('makes one undoable edit of what is ticked, and goes on to the next album', async () => {
    const lookup = createLookup(
      [a, b, c],
      bridgeWith(async () => found([candidate('cd', 0.98)])),
    )
    await lookup.search()
    const shown = lookup.store.getState().proposal
    if (shown.kind !== 'ready') throw new Error('no proposal')
    lookup.setUnticked(
      untickFields({ ...shown.edit, changes: { [b]: shown.edit.changes[b] ?? {} } }, ['title']),
    )
    lookup.apply('Look up: Tideworks')
    expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Drift'])
    expect(fieldValue(editor.getState(), b, 'title')).toEqual([])
    expect(editor.getState().undoable.map(({ label }) => label)).toEqual(['Look up: Tideworks'])
    expect(lookup.store.getState()).toMatchObject({ album: 1, title: 'Low Orbit', finished: false })
    lookup.skip()
    expect(lookup.store.getState().finished).toBe(true)
  })

  it('steps through the candidates in the order they are listed', async () => {
    const asked: string[] = []
    const lookup = createLookup(
      [a, b],
      bridgeWith(
        async () => found([candidate('cd', 0.9), candidate('decoy', 0.2, 'other'), candidate('vinyl', 0.8)]),
        async ({ releaseId }) => {
          asked.push(releaseId)
          return { ok: true, value: proposal() }
        },
      ),
    )
    await lookup.search()
    await lookup.step(1)
    await lookup.step(1)
    await lookup.step(1)
    await lookup.step(-1)
    expect(asked).toEqual(['cd', 'vinyl', 'decoy', 'vinyl'])
  })

  it('shows the problem when the search or the release fails', async () => {
    const problem = { code: 'lookup.offline', params: { service: 'MusicBrainz' } } as const
    const failed = createLookup(
      [a],
      bridgeWith(async () => ({ ok: false, problem })),
    )
    await failed.search()
    expect(failed.store.getState().search).toEqual({ kind: 'failed', problem })
    const half = createLookup(
      [a],
      bridgeWith(
        async () => found([candidate('cd', 0.9)]),
        async () => ({ ok: false, problem }),
      ),
    )
    await half.search()
    expect(half.store.getState().proposal).toEqual({ kind: 'failed', problem })
  })

  it('drops an answer that comes after a newer search or after leaving', async () => {
    const answers: ((answer: ReturnType<typeof found>) => void)[] = []
    const lookup = createLookup(
      [a],
      bridgeWith(() => new Promise((resolve) => answers.push(resolve))),
    )
    const first = lookup.search()
    const second = lookup.search('low orbit')
    answers[1]?.(found([candidate('new', 0.5)]))
    answers[0]?.(found([candidate('old', 0.9)]))
    await Promise.all([first, second])
    expect(lookup.store.getState()).toMatchObject({
      query: 'low orbit',
      search: { candidates: [{ releaseId: 'new' }] },
    })
    const third = lookup.search()
    lookup.close()
    answers[2]?.(found([candidate('late', 0.9)]))
    await third
    expect(lookup.store.getState().search.kind).toBe('searching')
  })
})
