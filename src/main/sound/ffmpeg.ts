import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loaded } from './errors'
import type { Decoded } from './pcm'

/**
 * FFmpeg compiled to WebAssembly, for AAC: it has no file and no network, only the bytes that it is given. LGPL, so it
 * is loaded from its package, where another version can be put in its place.
 */
type Ffmpeg = typeof import('@martel/audio-file-decoder')

let program: Promise<{ readonly ffmpeg: Ffmpeg; readonly wasm: string }> | undefined

/**
 * The package is a module that is not declared as one, which older versions of Node refuse, and what it does under Node
 * is meant for CommonJS. So its text becomes a module here, and it does not see that it runs under Node.
 */
async function load(): Promise<{ readonly ffmpeg: Ffmpeg; readonly wasm: string }> {
  const { resolve } = createRequire(import.meta.url)
  const inBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const glue = readFileSync(resolve('@martel/audio-file-decoder'), 'utf8')
  const wasm = readFileSync(resolve('@martel/audio-file-decoder/decode-audio.wasm'))
  const url = `data:text/javascript;base64,${inBase64(Buffer.from(`const process = undefined\n${glue}`))}`
  const ffmpeg: Ffmpeg = await import(/* @vite-ignore */ url)
  return { ffmpeg, wasm: `data:application/wasm;base64,${inBase64(wasm)}` }
}

/** Asked for a time before the start it does not seek, and loses no first frame by it. */
const fromTheStart = -1

/**
 * The first `seconds` of a whole file in memory, mixed to one channel.
 * @returns undefined when there is no sound in it that this FFmpeg knows
 * @throws when it gives up on the file
 */
export async function decodeWithFfmpeg(bytes: Uint8Array, seconds: number): Promise<Decoded | undefined> {
  program ??= loaded(load)
  const { ffmpeg, wasm } = await program
  // FFmpeg says what it does not like, to the console; the person is told by the outcome.
  const decoder = await ffmpeg
    .getAudioDecoder(wasm, Uint8Array.from(bytes).buffer)
    .catch((reason: unknown) => {
      if (typeof reason === 'string' && reason.includes('locate audio stream')) return undefined
      throw reason instanceof Error ? reason : new Error(String(reason))
    })
  if (decoder === undefined) return undefined
  try {
    const samples = decoder.decodeAudioData(fromTheStart, seconds)
    return { channelData: [samples], sampleRate: decoder.sampleRate }
  } finally {
    decoder.dispose()
  }
}
