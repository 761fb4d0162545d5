import type { FileSystem } from '../file-system'
import { failure } from './memory-disk'

/** The process is gone: no call after this one does anything, not even tidying up. */
export class StoppedDead extends Error {
  override readonly name = 'StoppedDead'
}

/** What happens to a call: an error code, a write that takes half, or the end of the process around it. */
export type Fault =
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'short' }
  | { readonly kind: 'stop'; readonly moment: 'before' | 'halfway' | 'after' }

export interface Injection {
  readonly files: FileSystem
  /** Calls so far. */
  calls(): number
  /** The name of the call that the fault hit first; empty when it hit none. */
  hit(): string
}

/** No calls of the system, or none that can fail. */
const passedOver: ReadonlySet<string> = new Set(['pause', 'thisProcess', 'isRunning'])

/** The same files, but call number `at` (from 1) meets the fault; with `onwards` every later one too. */
export function inject(files: FileSystem, at: number, fault: Fault, onwards = false): Injection {
  let calls = 0
  let hit = ''
  let dead = false
  const wrap = (name: string, call: (...args: readonly unknown[]) => unknown) => {
    if (passedOver.has(name)) return call
    return (...args: readonly unknown[]): unknown => {
      if (dead) throw new StoppedDead()
      calls++
      if (calls !== at && !(onwards && calls > at)) return call(...args)
      hit ||= name
      if (fault.kind === 'error') {
        // What fails to close is closed all the same.
        if (name === 'close') call(...args)
        throw failure(fault.code)
      }
      if (fault.kind === 'short') return name === 'write' ? call(...half(args)) : call(...args)
      dead = true
      if (fault.moment === 'halfway' && name === 'write') call(...half(args))
      if (fault.moment === 'after') call(...args)
      throw new StoppedDead()
    }
  }
  const wrapped = Object.fromEntries(
    Object.entries(files).map(([name, call]) => [name, wrap(name, call as never)]),
  ) as unknown as FileSystem
  return { files: wrapped, calls: () => calls, hit: () => hit }
}

/** The arguments of a write with the first half of its bytes, one byte at least. */
function half([fd, bytes, at]: readonly unknown[]): unknown[] {
  const all = bytes as Uint8Array
  return [fd, all.subarray(0, Math.max(1, all.length >> 1)), at]
}

export const faults: readonly { readonly name: string; readonly fault: Fault; readonly onwards: boolean }[] =
  [
    ...['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT'].flatMap((code) =>
      [false, true].map((onwards) => ({
        name: onwards ? `${code} from then on` : code,
        fault: { kind: 'error', code } as const,
        onwards,
      })),
    ),
    { name: 'short write', fault: { kind: 'short' }, onwards: false },
    { name: 'short write from then on', fault: { kind: 'short' }, onwards: true },
    ...(['before', 'halfway', 'after'] as const).map((moment) => ({
      name: `stopped dead ${moment}`,
      fault: { kind: 'stop', moment } as const,
      onwards: true,
    })),
  ]
