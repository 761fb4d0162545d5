import { z } from 'zod'
import './no-eval'

/**
 * What happens to a tag beside the file's main one. `update`: it follows what is saved, where the file has one.
 * `keep`: it stays byte for byte, but for what would bring a removed value back. `remove`: what only it says moves to
 * the main tag first. `add`: as `update`, and a file without one gets one.
 */
const BesideTag = z.enum(['keep', 'update', 'remove', 'add'])

/** The largest room that may be asked for, bytes: more would be a mistake. */
const maxPaddingBytes = 1024 * 1024

/**
 * In which form tags are written. Applied to a file when it is saved for another reason, or when a patch asks for it:
 * no option makes a change out of nothing. The defaults leave a file's form as it is.
 */
export const WriteOptions = z.strictObject({
  /** The version of ID3v2 tags. `keep`: their own; a new tag is ID3v2.4, and ID3v2.2 becomes 2.3. */
  id3v2Version: z.enum(['keep', '2.3', '2.4']).default('keep'),
  /** Never added but to MP3. */
  id3v1: BesideTag.default('update'),
  /** APEv2 beside the ID3v2 of MP3; in Monkey’s Audio and the like it is the main tag, and none of this concerns it. */
  apeOnMp3: BesideTag.default('update'),
  /**
   * Stands between several values in one frame of ID3v2.3, which has no way to keep them apart; they come back as
   * one. Empty: they are kept apart as in ID3v2.4, which most programs of today understand.
   */
  separator: z
    .string()
    .max(8)
    .regex(/^\P{Cc}*$/u)
    .default(''),
  /**
   * Bytes left empty behind ID3v2 frames, Vorbis comments, FLAC’s blocks and the list of MP4 whenever they have to be
   * laid out anew. A tag keeps its place while what it says fits and no more than this is empty. `keep`: the room it
   * has, and new room as large as the file suggests.
   */
  padding: z.union([z.literal('keep'), z.int().min(0).max(maxPaddingBytes)]).default('keep'),
})
export type WriteOptions = z.infer<typeof WriteOptions>

export const defaultWriteOptions: WriteOptions = WriteOptions.parse({})

/** Bytes to leave empty; undefined: what there is, and what a format suggests when a tag must grow. */
export const askedPadding = ({ padding }: WriteOptions): number | undefined =>
  padding === 'keep' ? undefined : padding
