import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { beforeEach, describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import type { Answer, FoundLyrics, LyricsReply, LyricsRequest } from '../../../shared/ipc'
import { trackId } from '../../../shared/model'
import { editor } from '../editor'
import { jobs, retryJob } from '../jobs'
import { editorWith, track } from '../testing/track'
import { chosenLyrics, createLyricsSearch } from './lyrics-search'
import { hasLyrics, lyricsEdit, textsOf } from './song-lyrics'

const a = trackId('a')
const translate = createTranslate('en')
const timed = '[00:01.00] High water\n[00:02.00] Low water'
const lyrics = (plain: string, synchronised = ''): FoundLyrics => ({
  service: 'lrclib',
  title: 'Ebb',
  artist: 'Mira Solen',
  album: 'Tideworks',
  durationMs: 0,
  plain,
  synchronised,
})

describe('what is taken of found lyrics', () => {
  it.each([
    ['both', lyrics('High water\r\n', timed), { plain: 'High water', synchronised: timed }],
    ['plain', lyrics('High water', timed), { plain: 'High water', synchronised: '' }],
    ['synchronised', lyrics('High water', timed), { plain: '', synchronised: timed }],
    // Words are made of times, times never of words.
    ['plain', lyrics('', timed), { plain: 'High water\nLow water', synchronised: '' }],
    ['synchronised', lyrics('High water'), { plain: '', synchronised: '' }],
    ['both', lyrics('', 'no times at all'), { plain: '', synchronised: '' }],
  ] as const)('%s', (take, found, texts) => {
    expect(textsOf(found, take)).toEqual(texts)
  })

  it('is an edit of what it has, and clears nothing', () => {
    const state = editorWith(
      track('a', { lyrics: ['old'], syncedLyrics: [timed] }),
      track('b', {}, { readOnly: { code: 'file.notWritable', params: {} } }),
      track('c', {}, { longSizes: { lyrics: 20 } }),
    ).getState()
    const texts = { plain: 'new', synchronised: '' }
    const songs = ['a', 'b', 'c'].map((id) => ({ id: trackId(id), texts }))
    expect(lyricsEdit(state, 'Find lyrics', songs).changes).toEqual({
      a: { lyrics: { from: ['old'], to: ['new'] } },
    })
  })
})

it('a file has lyrics, read or not', () => {
  const state = editorWith(
    track('a', { lyrics: ['la'] }),
    track('b', { syncedLyrics: [timed] }),
    track('c', {}, { longSizes: { lyrics: 20 } }),
    track('d', {}, { longSizes: { comment: 20 } }),
  ).getState()
  expect(['a', 'b', 'c', 'd'].map((id) => hasLyrics(state, trackId(id)))).toEqual([true, true, true, false])
})

describe('the search', () => {
  beforeEach(() => {
    editor.getState().clear()
    jobs.setState({ jobs: [] })
  })

  /** Answers each song by its title. */
  function searchOf(answer: (title: string) => Answer<LyricsReply>) {
    const asked: LyricsRequest[] = []
    const lookup = {
      lyrics: async (request: LyricsRequest) => {
        asked.push(request)
        return answer(request.title)
      },
    }
    const bridge = { lookup } as unknown as NonNullable<Parameters<typeof createLyricsSearch>[1]>
    const search = createLyricsSearch(editor.getState().order, bridge)
    const outcomes = () =>
      search.store.getState().songs.map(({ title, state, isTicked }) => [title, state.kind, isTicked])
    return { search, asked, outcomes }
  }
  const some: Answer<LyricsReply> = { ok: true, value: { found: [lyrics('High water')], failures: [] } }
  const none: Answer<LyricsReply> = { ok: true, value: { found: [], failures: [] } }

  it('ticks what was found, but not where the file has lyrics already', async () => {
    editor
      .getState()
      .addTracks([
        track('a', { title: ['Ebb'], artist: ['Mira Solen'], album: ['Tideworks'] }),
        track('b', { title: ['Flow'], lyrics: ['mine'] }),
        track('c', {}, { fileName: '07 Drift.flac' }),
      ])
    const { search, asked, outcomes } = searchOf((title) => (title === '07 Drift' ? none : some))
    await search.search(translate)
    expect(asked[0]).toEqual({
      title: 'Ebb',
      artist: 'Mira Solen',
      album: 'Tideworks',
      durationMs: 60_000,
      isWatched: true,
    })
    expect(outcomes()).toEqual([
      ['Ebb', 'found', true],
      ['Flow', 'found', false],
      ['07 Drift', 'none', false],
    ])
    search.tickAll(true)
    expect(outcomes().map(([, , isTicked]) => isTicked)).toEqual([true, true, false])
    search.tick(a, false)
    expect(outcomes()[0]).toEqual(['Ebb', 'found', false])
  })

  it('asks low for many', async () => {
    editor
      .getState()
      .addTracks(Array.from({ length: 5 }, (_, index) => track(`t${index}`, { title: [`Song ${index}`] })))
    const { search, asked } = searchOf(() => none)
    await search.search(translate)
    expect(asked.map(({ isWatched }) => isWatched)).toEqual([false, false, false, false, false])
  })

  it('shows the chosen one of several', async () => {
    editor.getState().addTracks([track('a', { title: ['Ebb'] })])
    const { search } = searchOf(() => ({
      ok: true,
      value: { found: [lyrics('High water'), lyrics('Low water')], failures: [] },
    }))
    await search.search(translate)
    const shown = () => search.store.getState().songs.map((song) => chosenLyrics(song)?.plain)
    expect(shown()).toEqual(['High water'])
    search.choose(a, 1)
    expect(shown()).toEqual(['Low water'])
  })

  it('lets one file fail without the others, and tries that one again', async () => {
    editor.getState().addTracks([track('a', { title: ['Ebb'] }), track('b', { title: ['Flow'] })])
    const problem = { code: 'lookup.busy', params: { service: 'LRCLIB' } } as const
    let broken = true
    const { search, asked, outcomes } = searchOf((title) =>
      title === 'Ebb' && broken
        ? { ok: true, value: { found: [], failures: [{ service: 'lrclib', problem }] } }
        : some,
    )
    await search.search(translate)
    expect(outcomes()).toEqual([
      ['Ebb', 'failed', false],
      ['Flow', 'found', true],
    ])
    broken = false
    asked.length = 0
    retryJob(jobs.getState().jobs[0]?.id ?? 0)
    await expect.poll(outcomes).toEqual([
      ['Ebb', 'found', true],
      ['Flow', 'found', true],
    ])
    expect(asked.map(({ title }) => title)).toEqual(['Ebb'])
  })

  it('ends when it is closed', async () => {
    editor
      .getState()
      .addTracks(Array.from({ length: 9 }, (_, index) => track(`t${index}`, { title: [`Song ${index}`] })))
    const { search, asked, outcomes } = searchOf((title) => {
      if (title === 'Song 4') search.close()
      return some
    })
    await search.search(translate)
    expect(asked.length).toBeLessThan(9)
    expect(outcomes().filter(([, kind]) => kind === 'searching')).toEqual([])
    expect(jobs.getState().jobs[0]?.state.kind).toBe('cancelled')
  })
})
