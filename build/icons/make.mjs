// @ts-check
// Draws every icon from icon.svg: `node build/icons/make.mjs`. The results are committed.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { icns, ico } from './containers.mjs'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** From this size down the small drawing is used: fewer, thicker strokes that fall on whole pixels. */
const smallUpTo = 32

/** @param {string} name */
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Rendered large and then reduced: small renderings of the SVG itself are less even. */
const largeSize = 2048

/**
 * @param {Buffer} drawing
 * @param {number} size
 */
async function render(drawing, size) {
  const large = createCanvas(largeSize, largeSize)
  large.getContext('2d').drawImage(await loadImage(drawing), 0, 0, largeSize, largeSize)
  const small = createCanvas(size, size)
  const context = small.getContext('2d')
  context.imageSmoothingQuality = 'high'
  context.drawImage(large, 0, 0, size, size)
  return small.encode('png')
}

async function make() {
  const drawing = await readFile(here('icon.svg'))
  const smallDrawing = await readFile(here('icon-small.svg'))
  /** @type {Map<number, Buffer>} */
  const images = new Map()
  for (const size of sizes) {
    const source = size <= smallUpTo ? smallDrawing : drawing
    images.set(size, await render(source, size))
  }
  for (const [size, png] of images) await writeFile(here(`${size}.png`), png)
  await writeFile(here('icon.ico'), ico(images))
  await writeFile(here('icon.icns'), icns(images))
  await mkdir(here('../../resources/icons'), { recursive: true })
  await writeFile(here('../../resources/icons/icon.png'), images.get(512) ?? '')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await make()
