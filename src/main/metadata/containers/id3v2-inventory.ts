import { type Id3v2Tag, inventoryOfId3v2, touchedInId3v2 } from '../tags/id3v2'
import { meaningsOfId3v2 } from '../tags/id3v2-meaning'
import type { InventoryExcept, InventoryItem } from './layout'

/** The frames of a tag that a save must keep: as bytes, or by what they mean where the tag gets another version. */
export function inventoryOfTag(
  tag: Id3v2Tag,
  { fields, pictures, byMeaning = false }: InventoryExcept,
): InventoryItem[] {
  const touched = touchedInId3v2(fields, pictures)
  if (!byMeaning) return inventoryOfId3v2(tag, touched)
  const junk = tag.junk().bytes
  return [
    ...meaningsOfId3v2(tag, touched, fields),
    ...(junk.length === 0 ? [] : [{ name: 'ID3v2 unreadable data', bytes: junk }]),
  ]
}
