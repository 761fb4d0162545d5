import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { threadId } from 'node:worker_threads'
import { z } from 'zod'

/** Tells one running process from every other, also from a later one with the same number; and its threads apart. */
export const ProcessMark = z.object({
  pid: z.number(),
  host: z.string(),
  /** On Linux the boot and the moment of the process's start within it; elsewhere empty. */
  start: z.string(),
  writtenMs: z.number(),
  /** 0 is the main thread. A process never gives a number twice. */
  thread: z.number().default(0),
})
export type ProcessMark = Readonly<z.infer<typeof ProcessMark>>

/** Where only the number is known: no save takes this long, so a mark as old as this is of a dead process. */
const maxAgeMs = 60 * 60 * 1000

export const thisProcess = (): ProcessMark => ({
  pid: process.pid,
  host: hostname(),
  start: startOf(process.pid),
  writtenMs: Date.now(),
  thread: threadId,
})

/** Whether the process that left this mark still runs. In doubt it does: a wait is cheaper than a clash. */
export function isRunning(mark: ProcessMark, now = Date.now()): boolean {
  const isYoung = now - mark.writtenMs < maxAgeMs
  // A data folder that two machines share: their processes cannot be seen from here.
  if (mark.host !== hostname()) return isYoung
  if (mark.start !== '') return startOf(mark.pid) === mark.start
  return isYoung && exists(mark.pid)
}

/** The same, where these threads of our own process are known to have ended: what they held is free. */
export const isRunningWithout =
  (ended: ReadonlySet<number>) =>
  (mark: ProcessMark): boolean =>
    isRunning(mark) && !(ended.has(mark.thread) && isOurs(mark))

const isOurs = ({ pid, host, start }: ProcessMark): boolean =>
  pid === process.pid && host === hostname() && start === startOf(pid)

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** proc(5), /proc/PID/stat: field 22 is the start in clock ticks after boot; field 2, in brackets, may hold blanks. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return ''
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A process that ended and was not yet collected by its parent holds nothing any more.
    const state = fields[0]
    return state === 'Z' || state === 'X' ? '' : `${boot}:${fields[19]}`
  } catch {
    return ''
  }
}
