/**
 * What a compressed fingerprint holds: 32 bits for each eighth of a second (fingerprint_compressor.cpp of Chromaprint
 * 1.5). Each is the difference to the one before, said as the distances between its bits in 3 bits each, of which 7
 * means that 5 more bits follow at the end.
 */
export function fingerprintBits(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64url')
  const count = bytes.length < 4 ? 0 : bytes.readUIntBE(1, 3)
  const bitsAt = (start: number, width: number, index: number): number => {
    const at = index * width
    const pair = (bytes[start + (at >> 3)] ?? 0) | ((bytes[start + (at >> 3) + 1] ?? 0) << 8)
    return (pair >> (at & 7)) & ((1 << width) - 1)
  }
  const distances: number[] = []
  for (let words = 0; words < count; ) {
    const distance = bitsAt(4, 3, distances.length)
    distances.push(distance)
    if (distance === 0) words++
  }
  const further = 4 + Math.ceil((distances.length * 3) / 8)
  const words = new Uint32Array(count)
  let [word, bit, added] = [0, 0, 0]
  for (const distance of distances) {
    if (distance === 0) {
      words[word] = (words[word] ?? 0) ^ (words[word - 1] ?? 0)
      word++
      bit = 0
      continue
    }
    bit += distance === 7 ? 7 + bitsAt(further, 5, added++) : distance
    words[word] = (words[word] ?? 0) | (1 << (bit - 1))
  }
  return words
}

/** How many of the bits differ that both have, 0…1; 0.5 is chance. */
export function bitErrorRate(one: string, other: string): number {
  const [ours, theirs] = [fingerprintBits(one), fingerprintBits(other)]
  const words = Math.min(ours.length, theirs.length)
  let wrong = 0
  for (let at = 0; at < words; at++) {
    for (let left = ((ours[at] ?? 0) ^ (theirs[at] ?? 0)) >>> 0; left !== 0; left &= left - 1) wrong++
  }
  return words === 0 ? 1 : wrong / (32 * words)
}
