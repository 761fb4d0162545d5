import { describe, expect, it } from 'vitest'
import { readFolderColumns } from './folder-columns'
import { readFolder } from './folder-name'

describe('reading a folder’s name', () => {
  it.each([
    [
      '/home/anna/Music/Mira Solen - Tideworks (2019)',
      {
        artist: 'Mira Solen',
        album: 'Tideworks',
        year: '2019',
        whole: 'Mira Solen - Tideworks (2019)',
      },
    ],
    ['Music/Artist/2011 - Fairy Tale', { artist: 'Artist', album: 'Fairy Tale', year: '2011' }],
    [
      '/m/Ten Volta - 2015 - Low Orbit',
      { artist: 'Ten Volta', album: 'Low Orbit', year: '2015', whole: 'Ten Volta - 2015 - Low Orbit' },
    ],
    [
      'C:\\Music\\Ten Volta - Low Orbit',
      { artist: 'Ten Volta', album: 'Low Orbit', whole: 'Ten Volta - Low Orbit' },
    ],
    [
      '/x/Various Artists - Garden Variations (2011)/Disc 2',
      {
        artist: 'Various Artists',
        album: 'Garden Variations',
        year: '2011',
        disc: 2,
        whole: 'Various Artists - Garden Variations (2011)',
      },
    ],
    [
      '/x/Music/Tideworks [KLP 014]',
      { album: 'Tideworks', catalogNumber: 'KLP 014', hints: ['KLP 014'], whole: 'Tideworks [KLP 014]' },
    ],
    [
      '/x/Music/Tideworks {Kelp Records}',
      { album: 'Tideworks', hints: ['Kelp Records'], whole: 'Tideworks {Kelp Records}' },
    ],
    [
      '/x/Music/Tideworks (deluxe)',
      { album: 'Tideworks (deluxe)', hints: ['deluxe'], whole: 'Tideworks (deluxe)' },
    ],
    [
      '/m/Tom_Fahy-Salt_Hill-(MCG-22)-VLS-2001-B2R',
      { artist: 'Tom Fahy', album: 'Salt Hill', year: '2001', catalogNumber: 'MCG-22', hints: ['MCG-22'] },
    ],
    [
      '/m/[Kelp]/2011.05.30 [KLP-2] Low Orbit',
      {
        album: 'Low Orbit',
        artist: 'Kelp',
        year: '2011',
        catalogNumber: 'KLP-2',
        hints: ['KLP-2'],
        whole: '2011.05.30 [KLP-2] Low Orbit',
      },
    ],
    ['/m/Samplers/Garden', { album: 'Garden', artist: 'Various Artists' }],
    ['/m/Music from phone', {}],
    ['/home/anna/Downloads', {}],
    ['/x/Unsorted', {}],
    ['/x/Neuer Ordner (2)', {}],
    ['', {}],
  ])('finds in “%s” what it says', (folder, reading) => {
    expect(readFolder(folder)).toEqual(reading)
  })
})

describe('reading all names of a folder at once', () => {
  it.each([
    [
      'a column that all share is no title',
      ['Ten Volta - Low Orbit - 01 - Perigee.mp3', 'Ten Volta - Low Orbit - 02 - Apogee.mp3'],
      ['Ten Volta', 'Low Orbit'],
      ['1 Perigee', '2 Apogee'],
    ],
    [
      'the scene writes hyphens and underscores',
      ['01-ten_volta-perigee-grp.mp3', '02-ten_volta-the_apogee-grp.mp3', '03-ten_volta-node-grp.mp3'],
      ['ten volta'],
      ['1 perigee', '2 the apogee', '3 node'],
    ],
    [
      'a bracket in front is who made it',
      ['(01) [Kelp] Perigee.mp3', '(02) [Kelp] Apogee.mp3'],
      ['Kelp'],
      ['1 Perigee', '2 Apogee'],
    ],
    [
      'a number in front of the number is the label’s',
      ['kelp022_08-perigee.mp3', 'kelp022_01-apogee.mp3', 'kelp022_04-node.mp3'],
      ['kelp022'],
      ['8 perigee', '1 apogee', '4 node'],
    ],
    [
      'artists that differ are the tracks’ own',
      ['01 - Ilse Okoro - Moss.mp3', '02 - Hana Lind - Pond.mp3', '03 - Bert - Ivy.mp3'],
      [],
      ['1 Moss', '2 Pond', '3 Ivy'],
    ],
  ])('%s', (_, names, shared, titles) => {
    const columns = readFolderColumns(names)
    expect(columns.shared).toEqual(shared)
    expect(columns.files.map((file) => `${file.track} ${file.titles[0]}`)).toEqual(titles)
  })

  it('reads hundreds as discs where all have them', () => {
    const { files } = readFolderColumns(['101 Moss.mp3', '102 Pond.mp3', '201 Ivy.mp3'])
    expect(files.map(({ disc, track }) => [disc, track])).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ])
  })
})
