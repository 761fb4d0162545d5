import { vi } from 'vitest'

// The window's bridge needs a window; these tests hand one in.
vi.mock('../bridge', () => ({ bridge: {} }))

import { describe, expect, it } from 'vitest'
import type { Answer, CoverId, CoversProgress, FoundCover } from '../../../shared/ipc'
import { type Picture, type Track, trackId } from '../../../shared/model'
import { editorWith, picture, track } from '../testing/track'
import { createCoverSearch } from './cover-search'
import { currentCover } from './current-cover'
import { coverKey, rankedCovers, withCover } from './found-covers'
import { movedIn } from './grid-step'
import { wantedCover } from './wanted-cover'

const cover = (id: string, more: Partial<FoundCover> = {}): FoundCover => ({
  service: 'deezer',
  id,
  certain: false,
  title: 'Tideworks',
  artist: 'Mira Solen',
  look: picture(id),
  width: 0,
  height: 0,
  ...more,
})
const ids = (covers: readonly FoundCover[]) => covers.map(({ id }) => id).join('')
const of = (...names: readonly string[]) => names.map(trackId)

describe('what a service is asked for', () => {
  const wanted = (...tracks: readonly Track[]) =>
    wantedCover(
      editorWith(...tracks).getState(),
      tracks.map(({ id }) => id),
    )

  it('is what most of the files say', () => {
    expect(
      wanted(
        track('a', { album: ['Tidework'], artist: ['Anouk Reyes'] }),
        track('b', { album: ['Tideworks'], albumArtist: ['Mira Solen'], barcode: ['2004019001438'] }),
        track('c', { album: ['Tideworks'], albumArtist: ['Mira Solen'], releaseId: ['r'] }),
      ),
    ).toEqual({
      title: 'Tideworks',
      artist: 'Mira Solen',
      barcode: '2004019001438',
      release: { service: 'musicbrainz', id: 'r', groupId: '' },
    })
  })

  it('is the folder where no album is named, and who plays where no album artist is', () => {
    expect(wanted(track('a', { artist: ['Hana Lind'] }, { folder: '/music/Field Notes' }))).toEqual({
      title: 'Field Notes',
      artist: 'Hana Lind',
    })
  })
})

describe('found covers', () => {
  it('stand certain before uncertain, large before small, trusted before others', () => {
    const covers = [
      cover('1', { service: 'itunes' }),
      cover('2'),
      cover('3', { width: 600, height: 600 }),
      cover('4', { certain: true }),
      cover('5', { width: 1000, height: 500 }),
    ]
    expect(ids(rankedCovers(covers, ['deezer', 'itunes']))).toBe('43521')
    expect(ids(rankedCovers(covers, ['itunes', 'deezer']))).toBe('43512')
  })

  it('that are the same picture stand there once, as the certain one', () => {
    const first = withCover([cover('1')], cover('2', { look: picture('1') }))
    expect(ids(first)).toBe('1')
    const sure = cover('3', { look: picture('1'), certain: true })
    expect(ids(withCover(first, sure))).toBe('3')
    expect(ids(withCover([sure], cover('1')))).toBe('3')
  })
})

it('the cover of files is the one that most of them have', () => {
  const editor = editorWith(
    track('a', {}, { pictures: [picture('1')] }),
    track('b', {}, { pictures: [picture('2')] }),
    track('c', {}, { pictures: [picture('2')] }),
    track('d'),
  )
  expect(currentCover(editor.getState(), of('a', 'b', 'c', 'd'))).toMatchObject({
    picture: { hash: '2'.repeat(64) },
    track: { id: 'b' },
  })
  expect(currentCover(editor.getState(), of('d'))).toBeUndefined()
})

describe('arrow keys in a grid', () => {
  // Seven covers in rows of three: 012 345 6
  it.each([
    [-1, 'ArrowRight', 0],
    [1, 'ArrowRight', 2],
    [2, 'ArrowRight', 3],
    [6, 'ArrowRight', 6],
    [0, 'ArrowLeft', 0],
    [1, 'ArrowDown', 4],
    [4, 'ArrowDown', 6],
    [6, 'ArrowDown', 6],
    [4, 'ArrowUp', 1],
    [1, 'ArrowUp', 1],
    [4, 'Home', 0],
    [1, 'End', 6],
  ] as const)('lead from %i by %s to %i', (at, key, to) => {
    expect(movedIn({ at, count: 7, columns: 3 }, key)).toBe(to)
  })
})

describe('a search', () => {
  function bridgeWith(found: readonly FoundCover[], large: () => Answer<Picture>) {
    const asked: CoverId[] = []
    const bridge = {
      lookup: {
        covers: async (_: unknown, { onProgress }: { onProgress: (progress: CoversProgress) => void }) => {
          onProgress({ kind: 'service', state: { service: 'deezer', state: 'asking' } })
          for (const one of found) onProgress({ kind: 'cover', cover: one })
          return { ok: true, value: { failures: [] } }
        },
        cover: async (id: CoverId) => {
          asked.push(id)
          return large()
        },
      },
      pictures: {
        alike: async ({ other }: { readonly other: string }) => ({ ok: true, value: other[0] === '2' }),
      },
    } as unknown as NonNullable<Parameters<typeof createCoverSearch>[2]>
    return { bridge, asked }
  }

  it('gathers covers, and asks for a large one once', async () => {
    const one = cover('1')
    const { bridge, asked } = bridgeWith([one, cover('2')], () => ({ ok: true, value: picture('9') }))
    const search = createCoverSearch({ title: 'Tideworks', artist: '' }, undefined, bridge)
    await search.search()
    expect(search.store.getState()).toMatchObject({ isSearching: false, failures: [] })
    expect(ids(search.store.getState().covers)).toBe('12')
    await Promise.all([search.load(one), search.load(one)])
    expect(asked).toEqual([{ service: 'deezer', id: '1' }])
    expect(search.store.getState().large.get(coverKey(one))).toEqual({ kind: 'ready', picture: picture('9') })
  })

  it('asks again for a large one that could not be had', async () => {
    const problem = { code: 'lookup.busy', params: {} } as const
    const { bridge, asked } = bridgeWith([], () => ({ ok: false, problem }))
    const search = createCoverSearch({ title: '', artist: '' }, undefined, bridge)
    const one = cover('1')
    await search.load(one)
    expect(search.store.getState().large.get(coverKey(one))).toEqual({ kind: 'failed', problem })
    await search.load(one)
    expect(asked).toHaveLength(2)
  })

  it('marks what looks like the cover that there is', async () => {
    const { bridge } = bridgeWith([cover('1'), cover('2')], () => ({ ok: true, value: picture('9') }))
    const current = { picture: picture('5'), track: track('a', {}, { pictures: [picture('5')] }) }
    const search = createCoverSearch({ title: '', artist: '' }, current, bridge)
    await search.search()
    await expect.poll(() => [...search.store.getState().same]).toEqual([coverKey(cover('2'))])
  })
})
