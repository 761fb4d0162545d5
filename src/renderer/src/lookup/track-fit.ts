import { readFileName } from '../../../shared/file-names'
import type { ReleaseTrack } from '../../../shared/ipc'
import { fold } from '../editor'

/** A file as far as it can be held against a track. */
export interface PlacedFile {
  /** '' where the tags have none: then the name tells. */
  readonly title: string
  readonly fileName: string
  /** 0: unknown. */
  readonly durationMs: number
}

export interface TrackFit {
  readonly title: 'equal' | 'alike' | 'differs' | 'unknown'
  /** How much longer the file is than the track, in whole seconds; 0: equal. Undefined where one is unknown. */
  readonly longerSeconds: number | undefined
  /** Both in one: the worse of what is known. */
  readonly whole: 'good' | 'fair' | 'bad' | 'unknown'
}

/** Lengths up to this far apart are equal, in ms: encoders pad, and services round. */
const equalMs = 1500
/** From here on it is another recording. */
const otherMs = 7500
/** Of a piece of a few seconds these would say nothing, so both shrink to these parts of it. */
const equalPart = 0.08
const otherPart = 0.4
/** From here on two titles are one, written in two ways. */
const alikeFrom = 0.6

/** How well a file and a track go together, as one sees it who looks at both. Pure. */
export function trackFit(file: PlacedFile, track: Pick<ReleaseTrack, 'title' | 'durationMs'>): TrackFit {
  const title = titleFit(file.title || readFileName(file.fileName).title, track.title)
  const length = lengthFit(file.durationMs, track.durationMs)
  const grades = [title === 'unknown' ? undefined : gradeOfTitle[title], length?.grade]
  return {
    title,
    longerSeconds: length?.longerSeconds,
    whole: (['bad', 'fair', 'good'] as const).find((grade) => grades.includes(grade)) ?? 'unknown',
  }
}

function lengthFit(fileMs: number, trackMs: number) {
  if (fileMs <= 0 || trackMs <= 0) return undefined
  const apartMs = fileMs - trackMs
  const longer = Math.max(fileMs, trackMs)
  if (Math.abs(apartMs) <= Math.min(equalMs, longer * equalPart))
    return { grade: 'good', longerSeconds: 0 } as const
  const isOther = Math.abs(apartMs) >= Math.min(otherMs, longer * otherPart)
  const seconds = Math.max(1, Math.round(Math.abs(apartMs) / 1000))
  return { grade: isOther ? 'bad' : 'fair', longerSeconds: Math.sign(apartMs) * seconds } as const
}

const gradeOfTitle = { equal: 'good', alike: 'fair', differs: 'bad' } as const

function titleFit(found: string, wanted: string): TrackFit['title'] {
  const a = lettersOf(found)
  const b = lettersOf(wanted)
  if (a === '' || b === '') return 'unknown'
  if (a === b) return 'equal'
  return a.includes(b) || b.includes(a) || sharedPairs(a, b) >= alikeFrom ? 'alike' : 'differs'
}

const lettersOf = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '')

/** How many of the pairs of neighbouring letters two texts share, 0…1 (Dice). */
function sharedPairs(a: string, b: string): number {
  const left = pairsOf(a)
  const right = pairsOf(b)
  const shared = left.filter((pair) => {
    const at = right.indexOf(pair)
    if (at >= 0) right.splice(at, 1)
    return at >= 0
  }).length
  const all = left.length + pairsOf(b).length
  return all === 0 ? 0 : (2 * shared) / all
}

const pairsOf = (text: string): string[] => {
  const letters = [...text]
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
}
