/** A text and when it is sung. */
export interface TimedText {
  readonly text: string
  readonly milliseconds: number
}

const two = (value: number) => String(value).padStart(2, '0')

/** A moment as LRC writes it: `mm:ss.xx`, or with three digits where hundredths are not exact. */
export function timeInLrc(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = Math.floor((milliseconds % 60_000) / 1000)
  const rest = milliseconds % 1000
  const fraction = rest % 10 === 0 ? two(rest / 10) : String(rest).padStart(3, '0')
  return `${two(minutes)}:${two(seconds)}.${fraction}`
}

/** Hours enough, and few enough for the four bytes that tags have for a time. */
const lineTime = /^\[(\d{1,4}):(\d\d?(?:[.:]\d{1,3})?)\]/
/** `[ar:Somebody]`, `[offset:100]`: about the text, and not sung. */
const label = /^\[[a-z#]+:[^\]]*\]\s*$/i

/** `1:02.5`, and `1:02:50` as some write it. */
export const millisecondsOf = (minutes: string, seconds: string): number =>
  Math.round(Number(minutes) * 60_000 + Number(seconds.replace(':', '.')) * 1000)

/**
 * The lines of LRC text by their times. Several times before one line are that line several times; a line without a
 * time goes on in the line before, and in front of all of them it begins with the music. Lines of one time keep their
 * order, and labels are left out. Undefined when nothing has a time.
 */
export function timedLines(lrc: string): readonly TimedText[] | undefined {
  const lines: TimedText[] = []
  let isTimed = false
  for (const line of lrc.trimEnd().split(/\r\n|\r|\n/)) {
    if (label.test(line)) continue
    const { times, text } = timesOf(line)
    const last = times.length === 0 ? lines.pop() : undefined
    if (last !== undefined) lines.push({ ...last, text: `${last.text}\n${text}` })
    else if (times.length === 0 && text.trim() !== '') lines.push({ text, milliseconds: 0 })
    isTimed ||= times.length > 0
    for (const milliseconds of times) lines.push({ text, milliseconds })
  }
  return isTimed ? lines.sort((a, b) => a.milliseconds - b.milliseconds) : undefined
}

/** The words alone, each line as often as it is sung. Text without times is what it is. */
export const wordsOf = (lrc: string): string =>
  timedLines(lrc)
    ?.map(({ text }) => text.trim())
    .join('\n')
    .trim() ?? lrc

function timesOf(line: string): { readonly times: readonly number[]; readonly text: string } {
  const times: number[] = []
  let text = line
  for (let found = lineTime.exec(text); found !== null; found = lineTime.exec(text)) {
    const [whole, minutes = '', seconds = ''] = found
    times.push(millisecondsOf(minutes, seconds))
    text = text.slice(whole.length)
  }
  return { times, text }
}
