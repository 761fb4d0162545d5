import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer, Candidate, Proposal, Reply } from '../../../shared/ipc'
import { likelihood, type Track, trackId } from '../../../shared/model'
import { changesToSave, editor, fieldValue } from '../editor'
import { tickedEdit, untickFields } from '../review'
import { candidate, proposal } from '../testing/release'
import { editorWith, picture, track } from '../testing/track'
import { albumsOf, albumTitle, lookupTracks } from './albums'
import { groupCandidates, listedOrder } from './candidates'
import { proposalEdit, startUnticked } from './proposal-edit'
import { createLookup } from './session'

const a = trackId('a')
const b = trackId('b')
const c = trackId('c')
const found = (releaseId: string, score: number, releaseGroupId = 'group') =>
  candidate({ releaseId, score, releaseGroupId })

const offered = (more: Partial<Proposal> = {}) =>
  proposal(
    [
      { id: a, values: { title: ['Drift'], album: ['Tideworks'], genre: ['folk'] } },
      { id: b, values: { title: ['Ebb'], album: ['Tideworks'], genre: ['folk'] } },
    ],
    more,
  )

const stateOf = (...tracks: Track[]) => editorWith(...tracks).getState()

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
    expect(albumTitle(stateOf(track('x', {}, { folder: '/music/Tideworks' })), [trackId('x')])).toBe(
      'Tideworks',
    )
  })

  it('are shown to a service with unsaved edits', () => {
    const own = editorWith(track('a', { title: ['old'] }))
    own
      .getState()
      .perform({ label: '', changes: { [a]: { title: { from: ['old'], to: ['new'] } } } }, { source: 'cell' })
    expect(lookupTracks(own.getState(), [a])[0]).toMatchObject({
      values: { title: ['new'] },
      durationMs: 60_000,
    })
  })
})

describe('candidates', () => {
  it('stand together by release group, the best first', () => {
    const all = [found('cd', 0.98), found('decoy', 0.3, 'other'), found('vinyl', 0.9)]
    expect(groupCandidates(all).map(({ id, editions }) => [id, editions.length])).toEqual([
      ['group', 2],
      ['other', 1],
    ])
    expect(listedOrder(all)).toEqual([0, 2, 1])
  })

  it.each([
    [0.98, true, 'sure'],
    [0.98, false, 'likely'],
    [0.8, false, 'likely'],
    [0.5, false, 'possible'],
    [0.1, false, 'unlikely'],
  ])('with a score of %d, taken without a question: %s, are called %s', (score, sure, word) => {
    expect(likelihood({ score, sure })).toBe(word)
  })
})

describe('a proposal as an edit', () => {
  const state = stateOf(
    track('a', { title: ['Drift (feat.)'], album: ['Tideworks'], genre: ['Folk'] }),
    track('b', { album: ['Tideworks'] }),
  )

  it('changes only what differs, with what is on screen as its from', () => {
    expect(proposalEdit(state, offered(), 'x').changes).toEqual({
      a: {
        title: { from: ['Drift (feat.)'], to: ['Drift'] },
        genre: { from: ['Folk'], to: ['folk'] },
      },
      b: { title: { from: [], to: ['Ebb'] }, genre: { from: [], to: ['folk'] } },
    })
  })

  it('leaves the person’s genre alone until they tick it', () => {
    const edit = proposalEdit(state, offered(), 'x')
    expect(startUnticked(state, edit)).toEqual(untickFields(edit, ['genre']))
  })

  it('replaces the front cover and keeps other pictures', () => {
    const own = stateOf(
      track('a', {}, { pictures: [picture('1'), picture('2', { width: 300, height: 300, type: 4 })] }),
    )
    const edit = proposalEdit(own, offered({ cover: picture('3', { width: 1200, height: 1200 }) }), 'x')
    expect(edit.changes[a]?.pictures?.to.map(({ hash, type }) => [hash[0], type])).toEqual([
      ['3', 3],
      ['2', 4],
    ])
    expect(tickedEdit(edit, startUnticked(own, edit)).changes[a]?.pictures).toBeDefined()
  })

  it('does not tick a cover that is smaller than the one there is', () => {
    const own = stateOf(track('a', {}, { pictures: [picture('1', { width: 1200, height: 1200 })] }))
    const edit = proposalEdit(own, offered({ cover: picture('3', { width: 500, height: 500 }) }), 'x')
    expect(tickedEdit(edit, startUnticked(own, edit)).changes[a]?.pictures).toBeUndefined()
  })

  it('passes over files that left the list meanwhile', () => {
    const gone = offered({ tracks: [{ id: c, values: { title: ['x'] } }] })
    expect(proposalEdit(state, gone, 'x').changes).toEqual({})
  })
})

describe('a visit to the lookup', () => {
  const answered = (candidates: Candidate[]) => ({
    ok: true as const,
    value: { candidates, failures: [], stale: [] },
  })
  const bridgeWith = (
    search: () => Promise<Answer<Reply<'lookup.search'>>>,
    release: (request: { releaseId: string }) => Promise<Answer<Proposal>> = async () => ({
      ok: true,
      value: offered(),
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
      bridgeWith(async () => answered([found('cd', 0.98)])),
    )
    await lookup.search()
    expect(lookup.store.getState()).toMatchObject({ chosen: 0, proposal: { kind: 'ready' } })
    expect(changesToSave(editor.getState())).toEqual([])
  })

  it('makes one undoable edit of what is ticked, and goes on to the next album', async () => {
    const lookup = createLookup(
      [a, b, c],
      bridgeWith(async () => answered([found('cd', 0.98)])),
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
        async () => answered([found('cd', 0.9), found('decoy', 0.2, 'other'), found('vinyl', 0.8)]),
        async ({ releaseId }) => {
          asked.push(releaseId)
          return { ok: true, value: offered() }
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

  describe('with its files moved by hand', () => {
    const on = (track: number, title: string) => ({ disc: 1, track, title, durationMs: 0 })
    const tides = proposal(
      [
        { id: a, position: on(1, 'Drift'), values: { title: ['Drift'] } },
        { id: b, position: on(2, 'Ebb'), values: { title: ['Ebb'] } },
      ],
      {
        tracklist: ['Drift', 'Ebb', 'Flow'].map((title, at) => ({
          ...on(at + 1, title),
          artist: '',
          values: { title: [title] },
        })),
      },
    )
    const visit = async () => {
      const asked: string[] = []
      const lookup = createLookup(
        [a, b, c],
        bridgeWith(
          async () => answered([found('cd', 0.98), found('vinyl', 0.9)]),
          async ({ releaseId }) => {
            asked.push(releaseId)
            return { ok: true, value: tides }
          },
        ),
      )
      await lookup.search()
      const edit = () => {
        const { proposal: shown } = lookup.store.getState()
        return shown.kind === 'ready' ? tickedEdit(shown.edit, shown.unticked).changes : undefined
      }
      return { lookup, asked, edit }
    }

    it('gives each file what the track has that it is on now, and asks nobody', async () => {
      const { lookup, asked, edit } = await visit()
      lookup.place(a, 1)
      expect(edit()).toMatchObject({ a: { title: { to: ['Ebb'] } }, b: { title: { to: ['Drift'] } } })
      lookup.place(b, undefined)
      expect(Object.keys(edit() ?? {})).toEqual(['a'])
      expect(asked).toEqual(['cd'])
      lookup.apply('x')
      expect(fieldValue(editor.getState(), a, 'title')).toEqual(['Ebb'])
      expect(fieldValue(editor.getState(), b, 'title')).toEqual([])
    })

    it('keeps what was unticked, and how they lie when another candidate was looked at', async () => {
      const { lookup, edit } = await visit()
      const shown = lookup.store.getState().proposal
      if (shown.kind !== 'ready') throw new Error('no proposal')
      lookup.setUnticked(untickFields({ ...shown.edit, changes: { [b]: shown.edit.changes[b] ?? {} } }))
      lookup.place(a, 2)
      expect(edit()).toEqual({ a: { title: { from: ['Drift (feat.)'], to: ['Flow'] } } })
      await lookup.step(1)
      expect(edit()).toMatchObject({ a: { title: { to: ['Drift'] } } })
      await lookup.step(-1)
      expect(edit()).toMatchObject({ a: { title: { to: ['Flow'] } } })
      lookup.placeAsSuggested()
      expect(edit()).toMatchObject({ a: { title: { to: ['Drift'] } } })
    })
  })

  it('ticks another edition of an album that is theirs, and nothing of an unlikely album', async () => {
    const lookup = createLookup(
      [a, b],
      bridgeWith(async () =>
        answered([found('cd', 0.98), found('vinyl', 0.05), found('decoy', 0.05, 'other')]),
      ),
    )
    await lookup.search()
    const ticked = () => {
      const { proposal: shown } = lookup.store.getState()
      return shown.kind === 'ready' && Object.keys(tickedEdit(shown.edit, shown.unticked).changes)
    }
    await lookup.choose(1)
    expect(ticked()).toEqual([a, b])
    await lookup.choose(2)
    expect(ticked()).toEqual([])
  })

  it('begins with the release that the person named', async () => {
    const { value, ...answer } = answered([found('cd', 0.98), found('vinyl', 0.05)])
    const lookup = createLookup(
      [a, b],
      bridgeWith(async () => ({ ...answer, value: { ...value, named: 'vinyl' } })),
    )
    await lookup.search('https://musicbrainz.org/release/vinyl')
    expect(lookup.store.getState().chosen).toBe(1)
  })

  it('remembers a field that is unticked in all files, and ticks it again when that is forgotten', async () => {
    const kept: unknown[] = []
    const lookup = createLookup(
      [a, b],
      bridgeWith(async () => answered([found('cd', 0.98)])),
      { kept: { ticks: { catalogue: { title: false } }, keep: (ticks) => kept.push(ticks) } },
    )
    await lookup.search()
    const edit = () => {
      const { proposal: shown } = lookup.store.getState()
      return shown.kind === 'ready' ? tickedEdit(shown.edit, shown.unticked).changes : undefined
    }
    expect(edit()?.[a]).not.toHaveProperty('title')
    const shown = lookup.store.getState().proposal
    if (shown.kind !== 'ready') throw new Error('no proposal')
    const fields = ['genre'] as const
    lookup.setUnticked(new Set([...shown.unticked, ...untickFields(shown.edit, fields)]), { fields })
    expect(kept).toEqual([{ catalogue: { title: false, genre: false } }])
    expect(edit()).toEqual({})
    lookup.forgetKept()
    expect(kept.at(-1)).toEqual({})
    expect(Object.keys(edit()?.[a] ?? {})).toEqual(['title', 'genre'])
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
        async () => answered([found('cd', 0.9)]),
        async () => ({ ok: false, problem }),
      ),
    )
    await half.search()
    expect(half.store.getState().proposal).toEqual({ kind: 'failed', problem })
  })

  it('drops an answer that comes after a newer search or after leaving', async () => {
    const answers: ((answer: ReturnType<typeof answered>) => void)[] = []
    const lookup = createLookup(
      [a],
      bridgeWith(() => new Promise((resolve) => answers.push(resolve))),
    )
    const first = lookup.search()
    const second = lookup.search('low orbit')
    answers[1]?.(answered([found('new', 0.5)]))
    answers[0]?.(answered([found('old', 0.9)]))
    await Promise.all([first, second])
    expect(lookup.store.getState()).toMatchObject({
      query: 'low orbit',
      search: { candidates: [{ releaseId: 'new' }] },
    })
    const third = lookup.search()
    lookup.close()
    answers[2]?.(answered([found('late', 0.9)]))
    await third
    expect(lookup.store.getState().search.kind).toBe('searching')
  })
})
