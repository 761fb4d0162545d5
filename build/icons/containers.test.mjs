// @ts-check
import { readFile } from 'node:fs/promises'
import { loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import { icns } from './containers.mjs'

/** @param {string} name */
const read = (name) => readFile(new URL(name, import.meta.url))

test('the ICO holds every size that Windows asks for, each where the table says', async () => {
  const file = await read('icon.ico')
  expect(file.readUInt16LE(2)).toBe(1)
  const count = file.readUInt16LE(4)
  const sizes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const at = 6 + 16 * index
      const start = file.readUInt32LE(at + 12)
      const png = file.subarray(start, start + file.readUInt32LE(at + 8))
      const { width, height } = await loadImage(png)
      expect(png.toString('latin1', 1, 4)).toBe('PNG')
      expect([width, height]).toEqual([file[at] || 256, file[at + 1] || 256])
      return width
    }),
  )
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
})

test('the ICNS is made of whole chunks up to its end', async () => {
  const file = await read('icon.icns')
  expect(file.toString('latin1', 0, 4)).toBe('icns')
  expect(file.readUInt32BE(4)).toBe(file.length)
  const widths = []
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const { width } = await loadImage(file.subarray(at + 8, at + file.readUInt32BE(at + 4)))
    widths.push(width)
  }
  expect(new Set(widths)).toEqual(new Set([16, 32, 64, 128, 256, 512, 1024]))
})

test('a size that was not drawn is an error', () => {
  expect(() => icns(new Map())).toThrow(/16 pixels is missing/)
})

test.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])(
  'the PNG of %i pixels is that large and see-through',
  async (size) => {
    const png = await read(`${size}.png`)
    const { width, height } = await loadImage(png)
    // PNG, section 11.2.2: colour type 6 is truecolour with alpha.
    expect({ width, height, colourType: png[25] }).toEqual({ width: size, height: size, colourType: 6 })
  },
)

test('the window’s icon is the one drawn here', async () => {
  expect(await read('../../resources/icons/icon.png')).toEqual(await read('512.png'))
})
