// @ts-check
// Makes resources/sample-library from nothing but this folder and ffmpeg: node build/sample-library/make.mjs
// The result is committed; run it again only to change the library.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { albums, notes, strays, straysFolder } from './albums.mjs'
import { catalogueCovers, catalogueReleases } from './catalogue.mjs'
import { drawCover } from './covers.mjs'
import { encode, encodeJpeg } from './encode.mjs'
import { play } from './music.mjs'
import { licence, readme } from './pages.mjs'
import { toPcm } from './synth.mjs'
import { wavFile } from './wav.mjs'

/** @import { Album, Credit, Disc, Tags, Track } from './albums.mjs' */
/** @import { CoverName } from './covers.mjs' */
/** @import { Format, Sound } from './encode.mjs' */
/** @import { Piece } from './music.mjs' */

/**
 * A row of manifest.json.
 * @typedef {object} Entry
 * @property {string} path from the library's folder
 * @property {Format} format
 * @property {number} durationMs
 * @property {number} sampleRate
 * @property {number} channels
 * @property {Record<string, string[]>} tags as written
 * @property {boolean} hasCover
 * @property {{ field: string, written: string | null, expected: string | null, note: string }[]} faults
 * @property {string | null} recordingTitle the true title, null where the file belongs to no release
 */

const target = fileURLToPath(new URL('../../resources/sample-library/', import.meta.url))
const embeddedSize = 500
/** @type {Record<CoverName, number>} JPEG quality: fine lines cost more than gradients */
const quality = {
  tideworks: 2,
  'tideworks-deluxe': 2,
  nachtfaehre: 4,
  garden: 6,
  orbit: 3,
  waves: 10,
  field: 4,
}

const ffmpegNames = /** @type {Record<string, string>} */ ({ albumArtist: 'album_artist' })
const infoNames = /** @type {Record<string, string>} */ ({ title: 'INAM', artist: 'IART', album: 'IPRD' })
const id3Names = /** @type {Record<string, string>} */ ({ title: 'TIT2', artist: 'TPE1', album: 'TALB' })

/** @type {Map<CoverName, { path: string, bytes: Uint8Array }>} */
const embedded = new Map()
const scratch = mkdtempSync(join(tmpdir(), 'sample-library-'))
try {
  make()
} finally {
  rmSync(scratch, { recursive: true })
}

function make() {
  rmSync(target, { recursive: true, force: true })
  /** @type {Entry[]} */
  const entries = []
  for (const album of albums) {
    for (const [index, disc] of album.discs.entries()) {
      for (const [position, track] of disc.tracks.entries()) {
        entries.push(makeTrack(album, disc, track, index, position))
      }
    }
  }
  for (const stray of strays) entries.push(makeStray(stray))
  write(`${straysFolder}/notes.txt`, notes)

  write('catalogue/releases.json', json(catalogueReleases()))
  for (const { release, name, size } of catalogueCovers()) {
    write(`catalogue/covers/${release}.jpg`, '')
    encodeJpeg(drawCover(name, size), size, join(target, `catalogue/covers/${release}.jpg`), quality[name])
  }
  write('manifest.json', json(entries))
  write('README.md', readme(entries))
  write('LICENSE', licence)
  console.log(`${entries.length} pieces in ${target}`)
}

/**
 * @param {Album} album
 * @param {Disc} disc
 * @param {Track} track
 * @param {number} discIndex
 * @param {number} position
 * @returns {Entry}
 */
function makeTrack(album, disc, track, discIndex, position) {
  const path = [album.folder, disc.folder, `${track.file}.${album.format}`].filter(Boolean).join('/')
  const faults = track.faults ?? []
  const right = rightTags(album, disc, track, discIndex, position)
  /** @type {Tags} */
  let tags = { ...right }
  for (const { field, written } of faults) {
    if (field === 'cover') continue
    if (written === null) delete tags[field]
    else tags[field] = written
  }
  if (track.only)
    tags = Object.fromEntries(Object.entries(tags).filter(([field]) => track.only?.includes(field)))
  const hasCover = album.embed && !faults.some(({ field }) => field === 'cover')
  const sound = perform(
    { ...track.music, seconds: track.seconds, seed: `${album.key}/${track.file}` },
    album.sampleRate,
    {
      channels: album.format === 'wav' ? 1 : 2,
      mono: album.mono,
    },
  )
  if (album.format === 'wav') {
    const names = track.chunk === 'ID3' ? id3Names : infoNames
    const nameOf = (/** @type {string} */ field) => names[field] ?? field
    const frames = Object.entries(tags).map(([field, value]) => /** @type {const} */ ([nameOf(field), value]))
    write(path, wavFile(sound, track.chunk === 'ID3' ? { id3: frames } : { info: frames }))
  } else {
    const cover = hasCover ? embeddedCover(album.cover) : undefined
    write(path, '')
    encode({
      format: album.format,
      sound,
      tags: nativeTags(tags, album.format),
      path: join(target, path),
      coverPath: cover?.path,
      cover: cover?.bytes,
    })
  }
  return {
    ...entryOf(path, album.format, sound, tags, hasCover),
    faults: faults.map(({ field, written, note }) => ({
      field,
      written,
      expected: field === 'cover' ? null : (right[field] ?? null),
      note,
    })),
    recordingTitle: track.title,
  }
}

/** @param {(typeof strays)[number]} stray @returns {Entry} */
function makeStray(stray) {
  const path = `${straysFolder}/${stray.file}.${stray.format}`
  const sound = perform({ ...stray.music, seconds: stray.seconds, seed: `stray/${stray.file}` }, 44100, {
    channels: 2,
    mono: stray.mono,
  })
  write(path, '')
  encode({
    format: stray.format,
    sound,
    tags: nativeTags(stray.tags, stray.format),
    path: join(target, path),
    id3Version: stray.id3Version,
  })
  return { ...entryOf(path, stray.format, sound, stray.tags, false), faults: [], recordingTitle: null }
}

/**
 * What the tags of a track should say, as far as the album keeps tags at all.
 * @param {Album} album
 * @param {Disc} disc
 * @param {Track} track
 * @param {number} discIndex
 * @param {number} position
 * @returns {Tags}
 */
function rightTags(album, disc, track, discIndex, position) {
  return {
    title: track.title,
    artist: creditText(track.by ?? album.by),
    album: album.title,
    albumArtist: creditText(album.by),
    track: String(position + 1),
    trackTotal: String(disc.tracks.length),
    ...(album.discs.length > 1 ? { disc: String(discIndex + 1), discTotal: String(album.discs.length) } : {}),
    ...album.tags,
  }
}

/** @param {Credit} credit */
function creditText(credit) {
  return credit.map(({ artist, joined }) => artist + (joined ?? '')).join('')
}

/**
 * @param {Tags} tags
 * @param {Exclude<Format, 'wav'>} format
 * @returns {(readonly [string, string])[]}
 */
function nativeTags({ track, trackTotal, disc, discTotal, media, ...rest }, format) {
  const names = Object.entries(rest).map(
    ([field, value]) => /** @type {const} */ ([ffmpegNames[field] ?? field, value]),
  )
  const separate = format === 'flac' || format === 'ogg' || format === 'opus'
  /** @type {(readonly [string, string])[]} */
  const numbers = []
  for (const [name, number, total] of /** @type {const} */ ([
    ['track', track, trackTotal],
    ['disc', disc, discTotal],
  ])) {
    if (number && total && !separate) numbers.push([name, `${number}/${total}`])
    else if (number) numbers.push([name, number])
    if (total && separate) numbers.push([name === 'track' ? 'TRACKTOTAL' : 'DISCTOTAL', total])
  }
  if (media) numbers.push([separate ? 'MEDIA' : 'TMED', media])
  return [...names, ...numbers]
}

/**
 * @param {Piece} piece
 * @param {number} sampleRate
 * @param {{ channels: 1 | 2, mono?: boolean | undefined }} options
 * @returns {Sound}
 */
function perform(piece, sampleRate, { channels, mono }) {
  const pcm = toPcm(play(piece, sampleRate), {
    channels,
    wide: !mono,
    coarse: mono ? 4 : 0,
    fadeOut: Math.min(0.9, piece.seconds / 4),
  })
  return { pcm, sampleRate, channels }
}

/** @param {CoverName} name */
function embeddedCover(name) {
  let cover = embedded.get(name)
  if (!cover) {
    const path = join(scratch, `${name}.jpg`)
    encodeJpeg(drawCover(name, embeddedSize), embeddedSize, path, quality[name])
    cover = { path, bytes: readFileSync(path) }
    embedded.set(name, cover)
  }
  return cover
}

/**
 * @param {string} path
 * @param {Format} format
 * @param {Sound} sound
 * @param {Tags} tags
 * @param {boolean} hasCover
 */
function entryOf(path, format, { pcm, sampleRate, channels }, tags, hasCover) {
  return {
    path,
    format,
    durationMs: Math.round((pcm.length / channels / sampleRate) * 1000),
    sampleRate,
    channels,
    tags: Object.fromEntries(Object.entries(tags).map(([field, value]) => [field, [value]])),
    hasCover,
  }
}

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** @param {string} path @param {string | Uint8Array} content */
function write(path, content) {
  const whole = join(target, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, content)
}
