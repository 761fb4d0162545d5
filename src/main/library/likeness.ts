import type { Outcome } from '../../shared/model'

/** So small that neither size nor compression is left of a picture, only what is seen. */
const side = 16
/** Of 255, on average: what saving a JPEG anew makes of it, and no more. */
const mostDifference = 6

/** Whether two small pictures look the same. */
export async function alikeTask([one, other]: readonly [Uint8Array, Uint8Array]): Promise<
  Outcome<{ alike: boolean }>
> {
  try {
    return { ok: true, alike: difference(await lookOf(one), await lookOf(other)) <= mostDifference }
  } catch {
    return { ok: false, problem: { code: 'picture.notAnImage', params: { file: '' } } }
  }
}

/** Red, green, blue and opacity of each place. */
async function lookOf(bytes: Uint8Array): Promise<Uint8ClampedArray> {
  // Loaded with the first comparison: reading does without it.
  const { createCanvas, loadImage } = await import('@napi-rs/canvas')
  const context = createCanvas(side, side).getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(await loadImage(bytes), 0, 0, side, side)
  return context.getImageData(0, 0, side, side).data
}

const difference = (one: Uint8ClampedArray, other: Uint8ClampedArray): number =>
  one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length
