import { z } from 'zod'

// Pieces of what services answer. All of them leave keys out, set them to null or to '' as they like, and gain new
// ones: all three mean “unknown”.

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')

export const count = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined)

/** Ids that are numbers at the service, and texts with us. They end up in addresses, so nothing else will do. */
export const numericId = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)])
  .transform((id) => String(id))

/** What fits of a list that must be there. One entry of another shape costs the others nothing. */
export const entries = <Item extends z.ZodType>(item: Item) =>
  z.array(z.unknown()).transform((all) =>
    all.flatMap((entry): z.output<Item>[] => {
      const read = item.safeParse(entry)
      return read.success ? [read.data] : []
    }),
  )

/** The same of one that may be left out. */
export const anyEntries = <Item extends z.ZodType>(item: Item) =>
  entries(item)
    .nullish()
    .transform((known) => known ?? [])

/** `2019`, `2019-09` or `2019-09-13` out of a date as services write them; parts that are zero are not known. */
export function dateOf(written: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(written) ?? []
  const known = [year, month, day].findIndex((part) => /^0*$/.test(part))
  return [year, month, day].slice(0, known < 0 ? 3 : known).join('-')
}
