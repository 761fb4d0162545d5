// @ts-check
// PCM and pixels into files. Only this module starts ffmpeg.

import { execFileSync } from 'node:child_process'

/**
 * @typedef {'mp3' | 'flac' | 'm4a' | 'ogg' | 'opus' | 'wav'} Format
 *
 * @typedef {object} Sound
 * @property {Int16Array} pcm interleaved
 * @property {number} sampleRate
 * @property {1 | 2} channels
 *
 * @typedef {object} Encoding
 * @property {Format} format
 * @property {Sound} sound
 * @property {readonly (readonly [string, string])[]} tags names as ffmpeg knows them
 * @property {string} path to write
 * @property {string | undefined} [coverPath] a JPEG
 * @property {Uint8Array | undefined} [cover] the same, for containers into which ffmpeg puts no picture
 * @property {0 | 3 | 4 | undefined} [id3Version] 3 unless told, 0 for no tag at all
 */

const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1']

/** @type {Record<Exclude<Format, 'wav'>, readonly string[]>} */
const codecs = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '80k', '-joint_stereo', '1', '-write_id3v1', '0'],
  flac: [
    '-c:a',
    'flac',
    '-compression_level',
    '12',
    '-lpc_type',
    'cholesky',
    '-lpc_passes',
    '2',
    '-exact_rice_parameters',
    '1',
  ],
  m4a: ['-c:a', 'aac', '-b:a', '64k', '-movflags', '+faststart', '-f', 'ipod'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '1', '-f', 'ogg'],
  opus: ['-c:a', 'libopus', '-b:a', '48k', '-f', 'opus'],
}

/** @param {Encoding} encoding */
export function encode({ format, sound, tags, path, coverPath, cover, id3Version = 3 }) {
  if (format === 'wav') throw new Error('a WAV is written by wav.mjs')
  const bytes = new Uint8Array(sound.pcm.buffer, sound.pcm.byteOffset, sound.pcm.byteLength)
  const inOgg = format === 'ogg' || format === 'opus'
  const all = [...tags]
  if (inOgg && cover)
    all.push(['METADATA_BLOCK_PICTURE', Buffer.from(pictureBlock(cover)).toString('base64')])
  const withPicture = coverPath && !inOgg
  ffmpeg(
    [
      ...['-f', 's16le', '-ar', String(sound.sampleRate), '-ac', String(sound.channels), '-i', 'pipe:0'],
      ...(withPicture
        ? ['-i', coverPath, '-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic']
        : []),
      ...exact,
      ...(withPicture && format !== 'm4a' ? ['-metadata:s:v', 'comment=Cover (front)'] : []),
      ...all.flatMap(([name, value]) => ['-metadata', `${name}=${value}`]),
      ...(format === 'mp3' ? ['-id3v2_version', String(id3Version)] : []),
      ...codecs[format],
      path,
    ],
    bytes,
  )
}

/**
 * @param {Uint8Array} pixels RGB
 * @param {number} size
 * @param {string} path
 * @param {number} quality 2 (best) … 31
 */
export function encodeJpeg(pixels, size, path, quality) {
  ffmpeg(
    [
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${size}x${size}`, '-i', 'pipe:0'],
      ...[
        '-vf',
        'scale=out_color_matrix=bt601:out_range=full:flags=accurate_rnd+full_chroma_int',
        '-pix_fmt',
        'yuvj444p',
      ],
      ...[
        '-frames:v',
        '1',
        '-c:v',
        'mjpeg',
        '-q:v',
        String(quality),
        '-huffman',
        'optimal',
        '-flags:v',
        '+bitexact',
        '-fflags',
        '+bitexact',
        '-f',
        'image2',
        path,
      ],
    ],
    pixels,
  )
}

/** @param {readonly string[]} options @param {Uint8Array} input */
function ffmpeg(options, input) {
  execFileSync(
    'ffmpeg',
    ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', '-threads', '1', ...options],
    {
      input,
      maxBuffer: 1 << 26,
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  )
}

/** A FLAC picture block (front cover, JPEG). @param {Uint8Array} jpeg */
function pictureBlock(jpeg) {
  const mime = 'image/jpeg'
  const { width, height } = jpegSize(jpeg)
  const block = Buffer.alloc(32 + mime.length + jpeg.length)
  let at = block.writeUInt32BE(3, 0)
  at = block.writeUInt32BE(mime.length, at)
  at += block.write(mime, at, 'latin1')
  for (const value of [0, width, height, 24, 0, jpeg.length]) at = block.writeUInt32BE(value, at)
  block.set(jpeg, at)
  return block
}

/** @param {Uint8Array} jpeg */
function jpegSize(jpeg) {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  for (let at = 2; at < jpeg.length; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1)
    if (marker >= 0xc0 && marker <= 0xc2)
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
  }
  throw new Error('a JPEG without a frame')
}
