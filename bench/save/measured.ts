import { readFileSync } from 'node:fs'

/** Bytes that this process has asked the system to read and write so far (proc(5), /proc/PID/io). */
function bytes(): { read: number; wrote: number } {
  const text = readFileSync('/proc/self/io', 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
  return { read: of('rchar'), wrote: of('wchar') }
}

/** Does the work and prints, as one JSON line, how long it took and what went to and from files. */
export async function measured(work: () => Promise<void> | void, more: object = {}): Promise<void> {
  const before = bytes()
  const started = performance.now()
  await work()
  const ms = performance.now() - started
  const after = bytes()
  const wrote = after.wrote - before.wrote
  process.stdout.write(`${JSON.stringify({ ms, wrote, read: after.read - before.read, ...more })}\n`)
}
