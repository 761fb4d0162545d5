import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { plainCover } from '../../../e2e/musicbrainz/cover'
import { readCatalogueFile } from '../lookup/testing/sample-library'
import { alikeTask } from './likeness'

/** Two circles before a dark ground, drawn anew at this size. */
async function drawn(pixels: number, { at = 0.3 } = {}): Promise<Uint8Array> {
  const canvas = createCanvas(pixels, pixels)
  const context = canvas.getContext('2d')
  context.fillStyle = '#123'
  context.fillRect(0, 0, pixels, pixels)
  context.fillStyle = '#e94'
  for (const [x, y, radius] of [
    [at, 0.4, 0.2],
    [0.7, 0.7, 0.1],
  ] as const) {
    context.beginPath()
    context.arc(x * pixels, y * pixels, radius * pixels, 0, 2 * Math.PI)
    context.fill()
  }
  return new Uint8Array(await canvas.encode('png'))
}
const alike = async (one: Uint8Array, other: Uint8Array) => alikeTask([one, other])

describe('pictures look the same', () => {
  it('at whatever size', async () => {
    expect(await alike(await drawn(64), await drawn(500))).toEqual({ ok: true, alike: true })
  })

  it('only when they show the same', async () => {
    expect(await alike(await drawn(64), await drawn(64, { at: 0.6 }))).toEqual({ ok: true, alike: false })
    const plain = (text: string) => new Uint8Array(plainCover(text))
    expect(await alike(plain('blue'), plain('other'))).toEqual({ ok: true, alike: false })
  })

  it('not, where only the colours of the same drawing differ', async () => {
    const covers = await Promise.all(
      ['4ee138d9-c0a6-4174-abba-632311bcc15e', '33222203-a78a-4167-a6af-d041ef2a1b99'].map((id) =>
        readCatalogueFile(`covers/${id}.jpg`),
      ),
    )
    expect(await alikeTask([covers[0] ?? new Uint8Array(), covers[1] ?? new Uint8Array()])).toEqual({
      ok: true,
      alike: false,
    })
  })

  it('or cannot be told, where one is no picture', async () => {
    expect(await alike(await drawn(64), new TextEncoder().encode('no picture'))).toMatchObject({ ok: false })
  })
})
