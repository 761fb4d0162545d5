/** ID3v2.4's frame for what ID3v2.3 knows only by its year. */
export const fullDateFrame = { TYER: 'TDRC', TORY: 'TDOR' } as const

/** The date of ID3v2.3, kept in three frames: year, day and month, hour and minute (§4.2.1). */
export function dateOf(year: string, dayMonth: string | undefined, time: string | undefined): string {
  if (!/^\d{4}$/.test(year) || dayMonth === undefined || !/^\d{4}$/.test(dayMonth)) return year
  const [day, month] = [dayMonth.slice(0, 2), dayMonth.slice(2)]
  if (Number(day) < 1 || Number(day) > 31 || Number(month) < 1 || Number(month) > 12) return year
  const date = `${year}-${month}-${day}`
  const isTime = time !== undefined && /^\d{4}$/.test(time)
  return isTime ? `${date}T${time.slice(0, 2)}:${time.slice(2)}` : date
}

/** One text frame of a date. */
export interface DateFrame {
  readonly id: string
  readonly text: string
}

/** A year alone, or with day and month beside it; what fits neither is added whole in ID3v2.4's frame. */
export function yearFrames(id: keyof typeof fullDateFrame, date: string): readonly DateFrame[] {
  const frames: DateFrame[] = [{ id, text: date.slice(0, 4) }]
  if (date.length <= 4) return frames
  const parts = /^\d{4}-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?$/.exec(date)
  const [, month = '', day = '', hour = '', minute = ''] = parts ?? []
  const asThree = dateOf(date.slice(0, 4), day + month, hour === '' ? undefined : hour + minute)
  if (id === 'TORY' || asThree !== date) return [...frames, { id: fullDateFrame[id], text: date }]
  frames.push({ id: 'TDAT', text: `${day}${month}` })
  if (hour !== '') frames.push({ id: 'TIME', text: `${hour}${minute}` })
  return frames
}
