// @ts-check
// The two files that hold an icon in several sizes: Windows' ICO and Apple's ICNS. Both may hold PNG images as they are.

/** @typedef {ReadonlyMap<number, Buffer>} Images PNG files by their width */

const icoSizes = [16, 24, 32, 48, 64, 128, 256]

/**
 * @param {Images} images
 * @returns {Buffer}
 */
export function ico(images) {
  const entries = pick(images, icoSizes)
  const headerSize = 6 + 16 * entries.length
  const header = Buffer.alloc(headerSize)
  header.writeUInt16LE(1, 2) // an icon, not a cursor
  header.writeUInt16LE(entries.length, 4)
  let offset = headerSize
  entries.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    header.writeUInt8(size % 256, at) // 0 stands for 256
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4) // colour planes
    header.writeUInt16LE(32, at + 6) // bits per pixel
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([header, ...entries.map(({ png }) => png)])
}

/** The type of an entry says its size; some sizes exist twice, for plain and for dense screens. */
const icnsTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['icp6', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic10', 1024],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
])

/**
 * @param {Images} images
 * @returns {Buffer}
 */
export function icns(images) {
  const entries = icnsTypes.flatMap(([type, size]) => pick(images, [size]).map(({ png }) => chunk(type, png)))
  return chunk('icns', Buffer.concat(entries))
}

/**
 * @param {string} type
 * @param {Buffer} content
 */
function chunk(type, content) {
  const header = Buffer.alloc(8)
  header.write(type, 0, 'latin1')
  header.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([header, content])
}

/**
 * @param {Images} images
 * @param {readonly number[]} sizes
 */
function pick(images, sizes) {
  return sizes.map((size) => {
    const png = images.get(size)
    if (!png) throw new Error(`The icon of ${size} pixels is missing.`)
    return { size, png }
  })
}
