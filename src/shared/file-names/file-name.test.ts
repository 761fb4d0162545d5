import { describe, expect, it } from 'vitest'
import { readFileName } from '.'

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
