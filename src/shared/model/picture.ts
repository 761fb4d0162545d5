/**
 * A picture in a file, named by the SHA-256 of its bytes so that an edit stays small.
 * The bytes live in the file, or in main's picture store when they are new.
 */
export interface Picture {
  /** SHA-256 of the bytes, 64 lower-case hexadecimal digits. */
  readonly hash: string
  /** ID3v2.4 §4.14 picture type: 3 is the front cover. */
  readonly type: number
  readonly mime: string
  readonly description: string
  readonly sizeBytes: number
  /** Pixels; 0 when the header could not be read. */
  readonly width: number
  readonly height: number
}

export const frontCover = 3

export function samePictures(a: readonly Picture[], b: readonly Picture[]): boolean {
  return (
    a.length === b.length &&
    a.every((picture, index) => {
      const other = b[index]
      return (
        other !== undefined &&
        picture.hash === other.hash &&
        picture.type === other.type &&
        picture.description === other.description
      )
    })
  )
}

/** The picture that stands for a track: its front cover, else its first. */
export function coverOf(pictures: readonly Picture[]): Picture | undefined {
  return pictures.find((picture) => picture.type === frontCover) ?? pictures[0]
}

/** The new front cover in the place of the old one; other pictures stay. */
export function withFrontCover(pictures: readonly Picture[], cover: Picture): readonly Picture[] {
  const front: Picture = { ...cover, type: frontCover }
  const at = pictures.findIndex(({ type }) => type === frontCover)
  if (at < 0) return [front, ...pictures]
  return pictures.map((picture, index) => (index === at ? front : picture))
}
