// @ts-check
// Draws every icon from icon.svg: `node build/icons/make.mjs`. The results are committed.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { icns, ico } from './containers.mjs'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** From this size down the small drawing is used: fewer, thicker strokes that fall on whole pixels. */
const smallUpTo = 32

/** @param {string} name */
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

async function make() {
  const drawing = await readFile(here('icon.svg'))
  const smallDrawing = await readFile(here('icon-small.svg'))
  /** @type {Map<number, Buffer>} */
  const images = new Map()
  for (const size of sizes) {
    const source = size <= smallUpTo ? smallDrawing : drawing
    // Rendered large and then reduced: small renderings of the SVG itself are less even.
    const large = await sharp(source, { density: 288 }).resize(2048, 2048).png().toBuffer()
    images.set(
      size,
      await sharp(large).resize(size, size, { kernel: 'lanczos3' }).png({ compressionLevel: 9 }).toBuffer(),
    )
  }
  for (const [size, png] of images) await writeFile(here(`${size}.png`), png)
  await writeFile(here('icon.ico'), ico(images))
  await writeFile(here('icon.icns'), icns(images))
  await mkdir(here('../../resources/icons'), { recursive: true })
  await writeFile(here('../../resources/icons/icon.png'), images.get(512) ?? '')
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await make()
