// @ts-check
// Electron's own download, and the memory of when it failed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { repo } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { say } from './lib/say.mjs'

/** How long the server may take to answer a small request at all. */
const answerLimit = 20_000
/** How long the whole download may take once the server has answered: 120 MB on a slow line. */
const downloadLimit = 15 * 60_000
const rememberFor = 24 * 60 * 60_000

/**
 * @typedef {{ failed: string, remembered: boolean }} Failure
 */

/**
 * Downloads the Electron that package.json names into node_modules/electron/dist.
 * @param {{ version: string, cache: string, remember: boolean }} options
 * @returns {Promise<Failure | undefined>} undefined when it is there now
 */
export async function downloadOfficial({ version, cache, remember }) {
  const memory = join(cache, 'official-download-failed.json')
  if (remember) {
    const reason = recall(memory, version)
    if (reason !== undefined) return { failed: reason, remembered: true }
  }
  // The downloader leaves its temporary folders behind when it fails.
  const temporary = mkdtempSync(join(cache, 'download-'))
  const failed = await attempt(version, temporary).finally(() =>
    rmSync(temporary, { recursive: true, force: true }),
  )
  if (failed === undefined) rmSync(memory, { force: true })
  else if (remember) writeFileSync(memory, JSON.stringify({ version, failed, at: Date.now() }))
  return failed === undefined ? undefined : { failed, remembered: false }
}

/**
 * The reason of a failure not long ago, so that not every start waits for the next.
 * @param {string} memory
 * @param {string} version
 * @param {number} [now]
 * @returns {string | undefined}
 */
export function recall(memory, version, now = Date.now()) {
  try {
    const last = JSON.parse(readFileSync(memory, 'utf8'))
    const age = now - last.at
    return last.version === version && age >= 0 && age < rememberFor ? String(last.failed) : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} version
 * @param {string} temporary
 */
async function attempt(version, temporary) {
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary }
  // A short limit on the whole download would fail everybody with a slow line. So the small file of checksums is
  // asked for first, by the same downloader (which knows about mirrors and proxies): that tells within the limit
  // whether there is anyone to download from.
  const probe = await run(process.execPath, ['-e', probeScript, version], {
    capture: true,
    env,
    timeout: answerLimit,
    cwd: join(repo, 'node_modules', 'electron'),
  })
  if (probe.code !== 0) return reasonOf(probe)
  say(`downloading Electron ${version} (about 120 MB, once)`)
  const install = createRequire(import.meta.url).resolve('electron/install.js')
  const result = await run(process.execPath, [install], { capture: true, env, timeout: downloadLimit })
  return result.code === 0 ? undefined : reasonOf(result)
}

// A process of its own, since only that can be ended for sure when the limit is over.
const probeScript = `
import('@electron/get').then(({ downloadArtifact, ElectronDownloadCacheMode }) => downloadArtifact({
  version: process.argv[1], artifactName: 'SHASUMS256.txt', isGeneric: true,
  unsafelyDisableChecksums: true, cacheMode: ElectronDownloadCacheMode.Bypass,
})).catch((error) => { console.error(error); process.exit(1) })`

/** @param {import('./lib/run.mjs').RunResult} result */
function reasonOf({ code, stderr }) {
  if (code === 124) return 'no answer in time'
  const network = /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|CERT_\w+)\b/.exec(
    stderr,
  )
  const line = stderr.split('\n').find((text) => /error/i.test(text))
  return network?.[1] ?? line?.trim().slice(0, 200) ?? `exit code ${code}`
}
