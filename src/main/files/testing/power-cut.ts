import { applyEvent, copyDisk, type DiskEvent, type MemoryDisk } from './memory-disk'
import type { Random } from './random'

const sectorBytes = 512
/** All combinations up to this many things in doubt, samples above. */
const enumeratedUpTo = 8

/** A write is done sector by sector, in any order; everything else at once. */
function parts(event: DiskEvent): DiskEvent[] {
  if (event.kind !== 'write') return [event]
  const all: DiskEvent[] = []
  let end = 0
  for (let start = 0; start < event.bytes.length; start = end) {
    end = Math.min(event.bytes.length, start + sectorBytes - ((event.at + start) % sectorBytes))
    all.push({ ...event, at: event.at + start, bytes: event.bytes.subarray(start, end) })
  }
  return all
}

/** Which events had reached the disk for certain, because what they changed was flushed after them. */
function settled(log: readonly DiskEvent[]): boolean[] {
  const flushed = new Set<number>()
  const certain: boolean[] = new Array<boolean>(log.length).fill(false)
  for (let index = log.length - 1; index >= 0; index--) {
    const event = log[index]
    if (event === undefined) continue
    if (event.kind === 'flush') flushed.add(event.inode)
    else certain[index] = flushed.has(event.inode)
  }
  return certain
}

/**
 * The states in which a power cut after these events may leave the disk that was `before`: everything flushed is
 * there; of the rest any selection, sector by sector for bytes and name by name for folders, in whatever order.
 */
export function* statesAfter(
  before: MemoryDisk,
  log: readonly DiskEvent[],
  { random, samples }: { readonly random: Random; readonly samples: number },
): Generator<MemoryDisk> {
  const certain = settled(log)
  const steps = log.flatMap((event, index) =>
    parts(event).map((part) => ({ part, certain: certain[index] === true })),
  )
  const doubtful = steps.filter((step) => !step.certain && step.part.kind !== 'flush')
  for (const kept of selections(doubtful.length, random, samples)) {
    const disk = copyDisk(before)
    let at = 0
    for (const step of steps) {
      const isDoubtful = !step.certain && step.part.kind !== 'flush'
      if (!isDoubtful || kept[at++]) applyEvent(disk.nodes, step.part)
    }
    // No number is used twice, whatever was lost.
    disk.nextInode = before.nextInode + 10_000
    yield disk
  }
}

/** All, none, each alone, all but each, each beginning, and a sample; or all combinations when they are few. */
function* selections(count: number, random: Random, samples: number): Generator<boolean[]> {
  const make = (keep: (index: number) => boolean) => Array.from({ length: count }, (_, index) => keep(index))
  if (count <= enumeratedUpTo) {
    for (let bits = 0; bits < 1 << count; bits++) yield make((index) => ((bits >> index) & 1) === 1)
    return
  }
  yield make(() => false)
  for (let one = 0; one < count; one++) {
    yield make((index) => index === one)
    yield make((index) => index !== one)
    yield make((index) => index <= one)
  }
  for (let sample = 0; sample < samples; sample++) {
    const share = random()
    yield make(() => random() < share)
  }
}
