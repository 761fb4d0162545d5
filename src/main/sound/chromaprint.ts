import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { loaded } from './errors'

/**
 * Chromaprint 1.5, compiled to WebAssembly: the C API of `@unimusic/chromaprint`. The package's own JavaScript wants the
 * page of a browser; the WebAssembly wants only a few functions of a C library, most of which it never calls.
 */

/** CHROMAPRINT_ALGORITHM_TEST2: what AcoustID knows, and `fpcalc` without options makes (chromaprint.h). */
const algorithm = 1
const samplesAtOnce = 32_768
const sampleBytes = 2
const pageBytes = 65_536

/** The fingerprint of one piece of sound, fed in its order. */
export interface Chromaprint {
  /** One channel, 16 bits. */
  feed(samples: Int16Array): void
  /** @returns compressed, in base64, as `fpcalc` prints it; empty when the sound was too short for one */
  finish(): string
}

/** Chromaprint declined: a sample rate that it cannot work with, or no memory. */
export class ChromaprintError extends Error {
  override readonly name = 'ChromaprintError'
}

type Native = (...args: readonly number[]) => number
const native = z.custom<Native>((value) => typeof value === 'function')

const Exports = z.object({
  memory: z.instanceof(WebAssembly.Memory),
  __wasm_call_ctors: native,
  emscripten_stack_init: native,
  malloc: native,
  chromaprint_new: native,
  chromaprint_start: native,
  chromaprint_feed: native,
  chromaprint_finish: native,
  chromaprint_get_fingerprint: native,
  chromaprint_get_raw_fingerprint_size: native,
})
type Exports = z.infer<typeof Exports>

let compiled: Promise<WebAssembly.Module> | undefined

function compile(): WebAssembly.Module {
  const path = createRequire(import.meta.url).resolve('@unimusic/chromaprint/dist/chromaprint.wasm')
  return new WebAssembly.Module(readFileSync(path))
}

/** Every fingerprint has a memory of its own, which is gone with it: nothing has to be freed. */
function instantiate(module: WebAssembly.Module): Exports {
  const imports: Record<string, Record<string, Native>> = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = {
      ...imports[from],
      [name]: () => {
        throw new ChromaprintError(`Chromaprint called ${name}`)
      },
    }
  }
  const called: Record<string, Native> = {
    emscripten_date_now: () => Date.now(),
    emscripten_get_now: () => performance.now(),
    emscripten_resize_heap: (bytes = 0) => Number(grow(exports.memory, bytes >>> 0)),
    environ_get: () => 0,
    // No variables, and no room for their names.
    environ_sizes_get: (count = 0, size = 0) => {
      const view = new DataView(exports.memory.buffer)
      view.setUint32(count, 0, true)
      view.setUint32(size, 0, true)
      return 0
    },
    random_get: (at = 0, length = 0) => {
      crypto.getRandomValues(new Uint8Array(exports.memory.buffer, at, length))
      return 0
    },
  }
  for (const functions of Object.values(imports)) {
    for (const [name, body] of Object.entries(called)) if (name in functions) functions[name] = body
  }
  const exports = Exports.parse(new WebAssembly.Instance(module, imports).exports)
  exports.emscripten_stack_init()
  exports.__wasm_call_ctors()
  return exports
}

function grow(memory: WebAssembly.Memory, bytes: number): boolean {
  try {
    memory.grow(Math.max(0, Math.ceil((bytes - memory.buffer.byteLength) / pageBytes)))
    return true
  } catch {
    return false
  }
}

/** @throws ChromaprintError for a sample rate that it cannot work with, NotInstalledError */
export async function createChromaprint(sampleRate: number): Promise<Chromaprint> {
  // Once in each thread.
  compiled ??= loaded(compile)
  const chromaprint = instantiate(await compiled)
  const context = chromaprint.chromaprint_new(algorithm)
  const check = (what: string, answer: number): void => {
    if (answer !== 1) throw new ChromaprintError(`Chromaprint could not ${what}`)
  }
  check(`listen to ${sampleRate} samples a second`, chromaprint.chromaprint_start(context, sampleRate, 1))
  const room = chromaprint.malloc(samplesAtOnce * sampleBytes)

  return {
    feed(samples) {
      for (let at = 0; at < samples.length; at += samplesAtOnce) {
        const part = samples.subarray(at, at + samplesAtOnce)
        // Asked for anew each time: the memory grows while it is fed.
        new Int16Array(chromaprint.memory.buffer, room, part.length).set(part)
        check('take samples', chromaprint.chromaprint_feed(context, room, part.length))
      }
    },
    finish() {
      check('finish', chromaprint.chromaprint_finish(context))
      const answer = chromaprint.malloc(4)
      check('count', chromaprint.chromaprint_get_raw_fingerprint_size(context, answer))
      const word = () => new DataView(chromaprint.memory.buffer).getUint32(answer, true)
      if (word() === 0) return ''
      check('answer', chromaprint.chromaprint_get_fingerprint(context, answer))
      const text = new Uint8Array(chromaprint.memory.buffer, word())
      return Buffer.from(text.subarray(0, text.indexOf(0))).toString('latin1')
    },
  }
}
