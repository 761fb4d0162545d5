import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import { type TrackFormat, trackId } from '../../../shared/model'
import { press } from '../testing/press'
import { editorWith, picture, track } from '../testing/track'
import type { KeyPress } from '../ui'
import { albumFacts } from './album-facts'
import { cellText, columnsFor } from './columns'
import { itemsOf } from './items'
import { tableAction } from './table-keys'
import { cellMode, columnAt, editableAfter, editMode, rowMode } from './table-mode'
import { createTypeAhead } from './type-ahead'

const action = (mode: 'row' | 'cell', key: string, held: Partial<KeyPress> = {}, mac = false) =>
  tableAction(press(key, held), mode, mac)

describe('keys in row mode', () => {
  it.each([
    ['ArrowDown', {}, { kind: 'move', by: 1, extend: false }],
    ['ArrowUp', { shiftKey: true }, { kind: 'move', by: -1, extend: true }],
    ['ArrowUp', { ctrlKey: true }, { kind: 'ends', by: -1, extend: false }],
    ['PageDown', {}, { kind: 'page', by: 1, extend: false }],
    ['Home', {}, { kind: 'ends', by: -1, extend: false }],
    ['End', { ctrlKey: true, shiftKey: true }, { kind: 'ends', by: 1, extend: true }],
    ['Enter', {}, { kind: 'edit' }],
    ['F2', {}, { kind: 'edit' }],
    ['ArrowRight', {}, { kind: 'enterCell' }],
    ['Delete', {}, { kind: 'remove' }],
    [' ', { ctrlKey: true }, { kind: 'toggle' }],
    ['e', {}, { kind: 'type', text: 'e' }],
  ])('%s %o', (key, held, meaning) => {
    expect(action('row', key, held)).toEqual(meaning)
  })

  it.each(['/', '?', ' ', 'Tab', 'Escape', 'F5'])('leaves %s to the window', (key) => {
    expect(action('row', key)).toBeUndefined()
  })

  it('leaves commands and Alt to the window', () => {
    expect(action('row', 's', { ctrlKey: true })).toBeUndefined()
    expect(action('row', 'ArrowDown', { altKey: true })).toBeUndefined()
    expect(action('row', 'Delete', { shiftKey: true })).toBeUndefined()
  })
})

describe('keys in cell mode', () => {
  it.each([
    ['Enter', {}, { kind: 'move', by: 1, extend: false }],
    ['Enter', { shiftKey: true }, { kind: 'move', by: -1, extend: false }],
    ['Tab', { shiftKey: true }, { kind: 'next', by: -1 }],
    ['ArrowLeft', {}, { kind: 'column', by: -1 }],
    ['End', {}, { kind: 'column', by: 100 }],
    ['F2', {}, { kind: 'edit' }],
    ['Escape', {}, { kind: 'leaveCell' }],
    ['Backspace', {}, { kind: 'clearCell' }],
    ['/', {}, { kind: 'type', text: '/' }],
    [' ', {}, { kind: 'type', text: ' ' }],
  ])('%s %o', (key, held, meaning) => {
    expect(action('cell', key, held)).toEqual(meaning)
  })
})

describe('on macOS', () => {
  it('Cmd is what Ctrl is elsewhere, and Ctrl is the system’s', () => {
    expect(action('row', 'ArrowUp', { metaKey: true }, true)).toMatchObject({ kind: 'ends' })
    expect(action('row', 'ArrowUp', { ctrlKey: true }, true)).toBeUndefined()
    expect(action('row', 'x', { metaKey: true })).toBeUndefined()
  })

  it('the key called Delete takes rows off the list, as its namesake does elsewhere', () => {
    expect(action('row', 'Backspace', {}, true)).toEqual({ kind: 'remove' })
    expect(action('row', 'Backspace')).toBeUndefined()
  })
})

describe('the mode', () => {
  const columns = columnsFor(true)

  it('remembers the column while rows are walked', () => {
    expect(rowMode(editMode('artist', { id: trackId('a') }))).toEqual({ kind: 'row', column: 'artist' })
    expect(cellMode('genre').draft).toBeUndefined()
  })

  it('walks all columns and stops at the ends', () => {
    expect(columnAt(columns, 'title', 1)).toBe('artist')
    expect(columnAt(columns, 'title', -100)).toBe('state')
    expect(columnAt(columns, 'title', 100)).toBe('length')
  })

  it('goes with Tab to what can be edited, and round to the next row', () => {
    expect(editableAfter(columns, 'artist', 1)).toEqual({ column: 'date', rows: 0 })
    expect(editableAfter(columns, 'genre', 1)).toEqual({ column: 'track', rows: 1 })
    expect(editableAfter(columns, 'track', -1)).toEqual({ column: 'genre', rows: -1 })
  })
})

describe('cells', () => {
  it('show the disc where there are several, the year of a date, and several values in one line', () => {
    const one = track('a', {
      track: ['03'],
      disc: ['2'],
      date: ['2019-09-13'],
      genre: ['Folk', 'Ambient'],
    })
    expect(cellText('track', one, one)).toBe('2-03')
    expect(cellText('date', one, one)).toBe('2019')
    expect(cellText('genre', one, one)).toBe('Folk; Ambient')
    expect(cellText('length', one, one)).toBe('1:00')
    expect(cellText('fileName', one, one)).toBe('a.flac')
    const single = track('b', { track: ['03'], disc: ['1'], discTotal: ['1'] })
    expect(cellText('track', single, single)).toBe('03')
  })
})

describe('lines', () => {
  it('are albums with their tracks, or tracks alone', () => {
    const [a, b] = [trackId('a'), trackId('b')]
    const group = { key: 'k', ids: [a, b] }
    expect(itemsOf([a, b], [group]).list.map(({ kind }) => kind)).toEqual(['group', 'track', 'track'])
    expect(itemsOf([a, b], [group]).indexOf.get(b)).toBe(2)
    expect(itemsOf([a, b], undefined).indexOf.get(b)).toBe(1)
  })
})

describe('letters', () => {
  const shown = ['anna', 'bert', 'berta', 'anton'].map(trackId)
  const textOf = (id: string) => id

  it('jump to the next row, the same letter to the one after', () => {
    const find = createTypeAhead(() => 0)
    expect(find('b', shown, undefined, textOf)).toBe('bert')
    expect(find('b', shown, trackId('bert'), textOf)).toBe('berta')
    expect(find('b', shown, trackId('berta'), textOf)).toBe('bert')
  })

  it('make a word when they follow each other quickly', () => {
    let time = 0
    const find = createTypeAhead(() => time)
    const typed = [...'anto'].map((letter) => find(letter, shown, trackId('anna'), textOf))
    expect(typed.at(-1)).toBe('anton')
    time = 5000
    expect(find('b', shown, trackId('anton'), textOf)).toBe('bert')
    expect(find('x', shown, trackId('anton'), textOf)).toBeUndefined()
  })
})

describe('an album’s header', () => {
  const translate = createTranslate('en')
  const facts = (...tracks: ReturnType<typeof track>[]) => {
    return albumFacts(
      editorWith(...tracks).getState(),
      tracks.map(({ id }) => id),
      translate,
    )
  }

  it('says what is in it', () => {
    const values = { album: ['Tideworks'], artist: ['Mira Solen'], date: ['2019-09-13'] }
    const result = facts(
      track('a', { ...values, title: ['A'] }),
      track('b', { ...values, date: ['2019'] }, { pictures: [picture('1')] }),
    )
    expect(result.title).toBe('Tideworks')
    expect(result.artist).toBe('Mira Solen')
    expect(result.facts).toEqual(['2019', '2 files', 'FLAC 44.1 kHz / 16 bit', '1 title missing'])
    expect(result.cover?.track.id).toBe('b')
  })

  it('names the formats that are mixed, or says how many they are', () => {
    const kinds = (...formats: readonly TrackFormat[]) =>
      facts(...formats.map((format, index) => track(String(index), {}, { format }))).facts[1]
    expect(kinds('mp3', 'mka', 'wv')).toBe('MP3, Matroska, WavPack')
    expect(kinds('mp3', 'mka', 'wv', 'dsf')).toBe('4 formats')
  })

  it('is named after its folder without an album, and says when artists and years differ', () => {
    const result = facts(
      track('a', { title: ['A'], artist: ['X'], date: ['2001'], disc: ['1'] }, { folder: '/m/Unsorted' }),
      track(
        'b',
        { title: ['B'], artist: ['Y'], date: ['2004'], disc: ['2'] },
        { folder: '/m/Unsorted', format: 'mp3' },
      ),
    )
    expect(result.hasAlbum).toBe(false)
    expect(result.title).toBe('Unsorted')
    expect(result.artist).toBe('Various artists')
    expect(result.facts).toEqual(['2001–2004', '2 files', 'FLAC, MP3', '2 discs'])
  })

  it('gives the bit rate where sound is lost', () => {
    const audio = { ...track('a').audio, bitrate: 320_000, lossless: false }
    expect(facts(track('a', { title: ['A'] }, { format: 'mp3', audio })).facts).toContain('MP3 320 kbps')
  })
})
