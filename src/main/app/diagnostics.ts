import { readFileSync } from 'node:fs'

export interface DiagnosticsFacts {
  readonly version: string
  readonly versions: Readonly<Record<string, string | undefined>>
  readonly system: string
  readonly locale: string
  readonly logPath: string
}

/** Lines of the log that are copied: the last ones. */
const logLines = 200

/** What helps whoever is asked for help: which program on which system, and what it noted last. No tags. */
export function diagnosticsText({ version, versions, system, locale, logPath }: DiagnosticsFacts): string {
  const of = (name: string) => `${name} ${versions[name] ?? '?'}`
  return [
    `Tagwright ${version}`,
    [of('electron'), of('chrome'), of('node')].join(' · '),
    `${system} · ${locale}`,
    '',
    ...lastLines(logPath),
  ].join('\n')
}

function lastLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-logLines)
  } catch {
    return ['(no log)']
  }
}
