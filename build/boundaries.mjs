// @ts-check
// Holds every import under src/ against the arrows of docs/architecture.md and fails when one points the
// wrong way. `node build/boundaries.mjs [FOLDER]`, where FOLDER holds a `src` (tests point it at fixtures).
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** What each area may import of ours, besides itself. The first matching area counts. */
const areas = [
  { area: 'shared', may: [] },
  { area: 'preload', may: ['shared'] },
  { area: 'main/metadata', may: ['shared'] },
  { area: 'main/files', may: ['shared'] },
  { area: 'main/http', may: ['shared'] },
  { area: 'main/sound', may: ['shared'] },
  { area: 'main/history', may: ['main/metadata', 'main/files', 'shared'] },
  { area: 'main/lookup', may: ['main/http', 'shared'] },
  // The road of a save ends in the history; the history knows nothing of the library.
  { area: 'main/library', may: ['main/history', 'main/metadata', 'main/files', 'main/sound', 'shared'] },
  // The headless programs are composition roots of their own.
  { area: 'main/cli', may: ['main/library', 'main/history', 'main/metadata', 'main/files', 'shared'] },
  { area: 'main/ipc', may: ['main/library', 'main/lookup', 'main/history', 'shared'] },
  {
    area: 'main/app',
    may: ['main/ipc', 'main/library', 'main/lookup', 'main/history', 'shared'],
  },
  // The composition root builds every part and hands them to each other.
  { area: 'main', may: ['main/*', 'shared'] },
  { area: 'renderer/src/ui', may: ['shared'] },
  { area: 'renderer/src/bridge', may: ['shared'] },
  { area: 'renderer/src/editor', may: ['renderer/src/bridge', 'shared'] },
  { area: 'renderer/src/jobs', may: ['renderer/src/ui', 'renderer/src/bridge', 'shared'] },
  { area: 'renderer/src/review', may: ['renderer/src/ui', 'renderer/src/editor', 'shared'] },
  { area: 'renderer/src/app', may: ['renderer/src/*', 'shared'] },
  { area: 'renderer/src/main', may: ['renderer/src/app', 'shared'] },
  // Every other folder of the window is a place.
  {
    area: 'renderer/src/',
    may: [
      'renderer/src/editor',
      'renderer/src/review',
      'renderer/src/jobs',
      'renderer/src/ui',
      'renderer/src/bridge',
      'shared',
    ],
  },
]

/** Packages and built-in modules that an area must do without, and why. */
const foreign = [
  { area: 'shared', pattern: /^(node:|electron$)/, why: 'shared runs everywhere: pass the access in' },
  {
    area: 'renderer',
    pattern: /^(node:|electron$)/,
    why: 'the window has no Node: ask main over the bridge',
  },
  {
    area: 'main/(metadata|files|sound|history|http|library|lookup|cli)',
    pattern: /^electron/,
    why: 'it runs under plain Node, in tests and in workers: pass Electron’s part in',
  },
  { area: 'main/(?!app|ipc|index)', pattern: /^electron$/, why: 'only app and ipc know Electron' },
]

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(ts|tsx)$/.test(entry.name) ? [path] : []
  })
}

/** @param {string} file a path below src, with slashes */
const areaOf = (file) =>
  areas.find(({ area }) =>
    area.endsWith('/')
      ? file.startsWith(area)
      : `${file}/`.startsWith(`${area}/`) || file.startsWith(`${area}.`),
  )

/** The folder that an import lands in, as an area's name would say it. @param {string} file */
function folderOf(file) {
  const parts = file.split('/')
  if (parts[0] === 'shared' || parts[0] === 'preload') return parts[0]
  const depth = parts[0] === 'renderer' ? 3 : 2
  return parts.length > depth
    ? parts.slice(0, depth).join('/')
    : parts
        .slice(0, depth)
        .join('/')
        .replace(/\.tsx?$/, '')
}

/** @param {{ may: string[] }} rule @param {string} target */
const mayImport = (rule, target) =>
  rule.may.some((allowed) =>
    allowed.endsWith('/*') ? target.startsWith(allowed.slice(0, -1)) : target === allowed,
  )

/** Every import that goes against the arrows, as a sentence. @param {string} root a folder that holds `src` */
export function violations(root) {
  const src = join(root, 'src')
  /** @type {string[]} */
  const found = []
  for (const path of sources(src)) {
    const file = relative(src, path).split(sep).join('/')
    const rule = areaOf(file)
    // Tests stand outside the arrows: they put the parts together as they need them.
    if (/\.test\.tsx?$/.test(file) || file.includes('/testing/')) continue
    if (rule === undefined) {
      found.push(`src/${file}: no rule says what this folder may import. Add one to build/boundaries.mjs.`)
      continue
    }
    for (const match of readFileSync(path, 'utf8').matchAll(importPattern)) {
      const specifier = match[1] ?? match[2] ?? ''
      if (!specifier.startsWith('.')) {
        for (const { area, pattern, why } of foreign) {
          if (new RegExp(`^${area}(/|$)`).test(file) && pattern.test(specifier)) {
            found.push(`src/${file} imports ${specifier}: ${why}.`)
          }
        }
        continue
      }
      const target = posix.normalize(posix.join(posix.dirname(file), specifier.replace(/\?.*$/, '')))
      if (target.startsWith('..')) {
        if (!/^\.\.\/(package\.json)$/.test(target))
          found.push(`src/${file} imports ${specifier}: outside src.`)
        continue
      }
      const from = folderOf(file)
      const to = folderOf(target)
      if (from === to || mayImport(rule, to)) continue
      found.push(
        `src/${file} imports ${specifier}: ${from} may import ${rule.may.join(', ') || 'nothing of ours'}.`,
      )
    }
  }
  return found
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)))
  const found = violations(root)
  for (const line of found) console.error(line)
  if (found.length > 0) process.exit(1)
  console.log('Import boundaries hold.')
}
