// @ts-check
// Chromium has no sandbox when it runs as root, so a test run as root opens its windows as another user. What comes
// out of here is a program that takes Electron's arguments and runs it as that user, or the reason why there is none.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRoot, repo } from './lib/paths.mjs'
import { run, which } from './lib/run.mjs'

const probeApp = fileURLToPath(new URL('./sandbox-probe', import.meta.url))
const probeLimit = 60_000
/** What a sandboxed renderer shows in /proc/PID/status: seccomp with a filter. */
const filtered = 2

/**
 * @typedef {object} Unprivileged
 * @property {string} wrapper to be started in Electron's place
 * @property {number} uid
 * @property {number} gid
 */

/**
 * @param {import('./runtime.mjs').Runtime} runtime
 * @returns {Promise<Unprivileged | { notProvable: string }>}
 */
export async function unprivilegedElectron(runtime) {
  if (process.platform !== 'linux' || !isRoot) return { notProvable: 'only needed as root on Linux' }
  const setpriv = which('setpriv')
  if (!setpriv) return { notProvable: 'setpriv is not installed' }

  const folder = mkdtempSync(join(tmpdir(), 'tagwright-unprivileged-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const { uid, gid } = nobody()
  const home = join(folder, 'home')
  mkdirSync(home, { mode: 0o700 })
  chownSync(home, uid, gid)

  const hidden = hiddenFolders([repo, runtime.dist])
  const unshare = which('unshare')
  if (hidden.length > 0 && !unshare) {
    return { notProvable: `${hidden[0]?.ancestor} is closed to other users and unshare is not installed` }
  }
  const wrapper = join(folder, 'electron')
  const script = wrapperScript({ setpriv, unshare: unshare ?? '', uid, gid, home, hidden, folder, runtime })
  writeFileSync(wrapper, script, { mode: 0o755 })

  const result = await run(wrapper, [probeApp], { capture: true, timeout: probeLimit })
  const answer = /^probe (\{.*\})$/m.exec(result.stdout)?.[1]
  if (!answer) {
    const words = lastWords(result.stderr)
    return { notProvable: `Electron does not run as user ${uid} here (exit code ${result.code}${words})` }
  }
  /** @type {{ uid: number, seccomp: number }} */
  const seen = JSON.parse(answer)
  if (seen.uid !== uid || seen.seccomp !== filtered) {
    return { notProvable: `the renderer ran as user ${seen.uid} with Seccomp ${seen.seccomp}` }
  }
  return { wrapper, uid, gid }
}

/**
 * @param {string} [passwd]
 * @returns {{ uid: number, gid: number }}
 */
export function nobody(passwd = readFileSync('/etc/passwd', 'utf8')) {
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd)
  return { uid: Number(entry?.[1] ?? 65534), gid: Number(entry?.[2] ?? 65534) }
}

/**
 * Which of these paths lie under a folder that other users may not enter, and the topmost such folder. A checkout in
 * root's home or in a private temporary folder is the usual case.
 * @param {readonly string[]} paths
 * @returns {{ path: string, ancestor: string }[]}
 */
export function hiddenFolders(paths) {
  return paths.flatMap((path) => {
    const ancestor = ancestors(path).find((folder) => (statSync(folder).mode & 0o001) === 0)
    return ancestor ? [{ path, ancestor }] : []
  })
}

/**
 * The folders above a path, from the root down; then the path itself.
 * @param {string} path
 * @returns {string[]}
 */
function ancestors(path) {
  const parent = dirname(path)
  return parent === path ? [path] : [...ancestors(parent), path]
}

/**
 * @param {{ setpriv: string, unshare: string, uid: number, gid: number, home: string, folder: string,
 *   hidden: { path: string, ancestor: string }[], runtime: import('./runtime.mjs').Runtime }} parts
 */
function wrapperScript({ setpriv, unshare, uid, gid, home, folder, hidden, runtime }) {
  const change = `exec ${quote(setpriv)} --reuid=${uid} --regid=${gid} --clear-groups ${quote(runtime.executable)} "$@"`
  const lines = [
    '#!/bin/sh',
    '# Written by build/unprivileged.mjs for one test run.',
    'set -e',
    // Root's own folders cannot be written by the other user. A test that wants a home of its own names it.
    `export HOME="\${TAGWRIGHT_HOME:-${home}}"`,
    'unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR',
    'cd /',
    // Playwright adds this by itself when it runs as root, not knowing that the window will not.
    'for argument do shift; [ "$argument" = --no-sandbox ] || set -- "$@" "$argument"; done',
  ]
  if (hidden.length === 0) return [...lines, change, ''].join('\n')
  // Seen by this program alone: the closed folder is covered by an empty one that holds only what is needed, at its
  // old path. Nobody else's rights to the real folder change.
  const held = hidden.map(({ path, ancestor }, index) => ({
    path,
    ancestor,
    hold: join(folder, `hold-${index}`),
  }))
  for (const { hold } of held) mkdirSync(hold)
  const covered = [...new Set(held.map(({ ancestor }) => ancestor))]
  const mounts = [
    'set -e',
    ...held.map(({ path, hold }) => `mount --rbind ${quote(path)} ${quote(hold)}`),
    ...covered.map((ancestor) => `mount -t tmpfs -o mode=755,size=1m tmpfs ${quote(ancestor)}`),
    ...held.flatMap(({ path, hold }) => [
      `mkdir -p ${quote(path)}`,
      `mount --rbind ${quote(hold)} ${quote(path)}`,
    ]),
    change,
  ]
  return [
    ...lines,
    `exec ${quote(unshare)} --mount --propagation private sh -c ${quote(mounts.join('\n'))} electron "$@"`,
    '',
  ].join('\n')
}

/** @param {string} text */
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`

/** @param {string} stderr */
function lastWords(stderr) {
  // The lines on the message bus are there on every machine without a desktop.
  const lines = stderr.split('\n').filter((line) => line.trim() && !line.includes('bus.cc'))
  return lines.length > 0 ? `: ${lines.at(-1)?.trim().slice(0, 200)}` : ''
}
