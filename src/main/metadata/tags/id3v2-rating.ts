import { concat, fromLatin1, latin1 } from '../bytes'

/** POPM (ID3v2.4 §4.17): whose rating, 1–255 or 0 for none, and how often they played it. */
export interface Popularimeter {
  readonly email: string
  readonly rating: number
  /** The counter as it is, of any length; often left out. */
  readonly count: Uint8Array
}

/** What Windows puts for “email”, and what other players know best. */
export const commonRater = 'Windows Media Player 9 Series'

/** The five steps of Windows Media Player, which others follow; everything between is linear. */
const steps: readonly (readonly [byte: number, percent: number])[] = [
  [0, 0],
  [1, 20],
  [64, 40],
  [128, 60],
  [196, 80],
  [255, 100],
]

export function decodePopularimeter(body: Uint8Array): Popularimeter | undefined {
  const end = body.indexOf(0)
  if (end < 0) return undefined
  return {
    email: latin1(body.subarray(0, end)),
    rating: body[end + 1] ?? 0,
    count: body.slice(end + 2),
  }
}

export const encodePopularimeter = ({ email, rating, count }: Popularimeter): Uint8Array =>
  concat([fromLatin1(email), Uint8Array.of(0, rating), count])

export const percentOfRating = (byte: number): number =>
  steps.find(([step]) => step === byte)?.[1] ?? Math.round((byte * 100) / 255)

/** The byte that reads back as this percentage; undefined when it is none. */
export function ratingOfPercent(percent: number): number | undefined {
  const step = steps.find(([, known]) => known === percent)
  if (step !== undefined) return step[0]
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) return undefined
  const near = Math.round((percent * 255) / 100)
  return [near, near - 1, near + 1].find((byte) => percentOfRating(byte) === percent)
}
