import { describe, expect, it } from 'vitest'
import { readFileName } from './file-name'
import { readFolder } from './folder-name'

describe('reading a file’s name', () => {
  it.each([
    ['01 harbour lights.flac', { track: 1, title: 'harbour lights' }],
    ['02 - Slow Antenna.ogg', { track: 2, title: 'Slow Antenna' }],
    ['03. Telemetry.mp3', { track: 3, title: 'Telemetry' }],
    ['01-Høk.mp3', { track: 1, title: 'Høk' }],
    ['06.flac', { track: 6, title: '' }],
    ['track01.wav', { track: 1, title: '' }],
    ['1-02 Moss.m4a', { disc: 1, track: 2, title: 'Moss' }],
    ['203 Foxglove.m4a', { disc: 2, track: 3, title: 'Foxglove' }],
    ['Mira Solen - Ebb (demo).mp3', { artist: 'Mira Solen', title: 'Ebb (demo)' }],
    [
      'Ten Volta - 2015 - Low Orbit - 06 - Parking Orbit.flac',
      { artist: 'Ten Volta', album: 'Low Orbit', year: '2015', track: 6, title: 'Parking Orbit' },
    ],
    ['ilse_okoro-night_band-(radio_edit).mp3', { artist: 'ilse okoro', title: 'night band (radio edit)' }],
    ['01-ten_volta-perigee.mp3', { track: 1, artist: 'ten volta', title: 'perigee' }],
    ['Re-entry.ogg', { title: 'Re-entry' }],
    ['1979.mp3', { title: '1979' }],
  ])('finds in “%s” what it says', (name, reading) => {
    expect(readFileName(name)).toEqual(reading)
  })
})

describe('reading a folder’s name', () => {
  it.each([
    [
      '/home/anna/Music/Mira Solen - Tideworks (2019)',
      { artist: 'Mira Solen', album: 'Tideworks', year: '2019' },
    ],
    ['Music/Artist/2011 - Fairy Tale', { artist: 'Artist', album: 'Fairy Tale', year: '2011' }],
    ['/m/Ten Volta - 2015 - Low Orbit', { artist: 'Ten Volta', album: 'Low Orbit', year: '2015' }],
    ['C:\\Music\\Ten Volta - Low Orbit', { artist: 'Ten Volta', album: 'Low Orbit' }],
    [
      '/x/Various Artists - Garden Variations (2011)/Disc 2',
      { artist: 'Various Artists', album: 'Garden Variations', year: '2011', disc: 2 },
    ],
    ['/x/Music/Tideworks [KLP 014]', { album: 'Tideworks', catalogNumber: 'KLP 014', hints: ['KLP 014'] }],
    ['/x/Music/Tideworks {Kelp Records}', { album: 'Tideworks', hints: ['Kelp Records'] }],
    ['/x/Music/Tideworks (deluxe)', { album: 'Tideworks (deluxe)', hints: ['deluxe'] }],
    ['/home/anna/Downloads', {}],
    ['/x/Unsorted', {}],
    ['/x/Neuer Ordner (2)', {}],
    ['', {}],
  ])('finds in “%s” what it says', (folder, reading) => {
    expect(readFolder(folder)).toEqual(reading)
  })
})
