import { createHash } from 'node:crypto'
import { isZero } from '../bytes'
import type { FileAccess } from '../file-access'
import type { InventoryItem } from './layout'
import { type Atom, atomBodyAt, atomEnd, bodyOf, isFree, isWalkedInto, restAt } from './mp4-atoms'
import { handlerOf, type Place } from './mp4-place'
import { maskedBody } from './mp4-positions'

/** Larger bodies are compared by their hash, read piece by piece. */
const maxBodyBytes = 1024 * 1024

/**
 * Every box but sound, free room and what `except` names, with its bytes; positions in the file, which may change,
 * are left out of them. Bytes that are no box count too.
 */
export function inventoryOfAtoms(
  access: FileAccess,
  atoms: readonly Atom[],
  place: Place,
  except: ReadonlySet<Atom>,
): InventoryItem[] {
  const items: InventoryItem[] = []
  const add = (atom: Atom, path: string) => {
    const own = `${path}${atom.type}`
    if (atom.type === 'mdat' || isFree(atom) || except.has(atom)) return
    const isHandler = atom.type === 'hdlr' && place.meta?.children.includes(atom) === true
    if (isHandler && place.meta !== undefined && handlerOf(access, place.meta) === 'mdir') {
      items.push({ name: 'iTunes handler', bytes: bodyOf(access, atom), mayAppear: true })
      return
    }
    if (!isWalkedInto(atom)) {
      items.push({
        name: own,
        bytes: maskedBody(access, own, atom) ?? comparable(access, atomBodyAt(atom), atomEnd(atom)),
      })
      return
    }
    for (const child of atom.children) add(child, `${own}/`)
    const rest = comparable(access, restAt(atom), atomEnd(atom))
    // Four zero bytes end a QuickTime list.
    if (!isZero(rest)) items.push({ name: `${own}, rest`, bytes: rest })
  }
  for (const atom of atoms) add(atom, '')
  return items
}

function comparable(access: FileAccess, start: number, end: number): Uint8Array {
  if (end - start <= maxBodyBytes) return access.read(start, Math.max(0, end - start))
  const hash = createHash('sha256')
  for (let at = start; at < end; at += maxBodyBytes)
    hash.update(access.read(at, Math.min(maxBodyBytes, end - at)))
  return new Uint8Array(hash.digest())
}
