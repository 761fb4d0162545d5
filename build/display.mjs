// @ts-check
// A virtual display for machines that have none.
import { spawn } from 'node:child_process'
import { which } from './lib/run.mjs'
import { say, Trouble } from './lib/say.mjs'

const startLimit = 15_000

/** Whether there is anything to show a window on. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
}

/**
 * Makes sure that windows can be shown: starts virtual displays where there is none and sets DISPLAY to the first. They
 * end with this process.
 * @param {number} count how many are wanted
 * @returns {Promise<string[]>} the virtual ones; none where there is a real one
 */
export async function ensureDisplay(count = 1) {
  if (hasDisplay()) return []
  const displays = await Promise.all(Array.from({ length: count }, async () => `:${await startXvfb()}`))
  process.env['DISPLAY'] = displays[0]
  say(`no display here: running on virtual ones (Xvfb ${displays.join(', ')}, 1920 × 1080)`)
  return displays
}

/** @returns {Promise<string>} the display's number */
function startXvfb() {
  const xvfb = which('Xvfb')
  if (!xvfb) {
    throw new Trouble(
      'There is no display, and Xvfb, which makes a virtual one, is not installed. Install your system’s package for it, or set DISPLAY.',
    )
  }
  // The server picks a free number and writes it to descriptor 3: two runs at once never meet.
  const args = ['-displayfd', '3', '-screen', '0', '1920x1080x24', '-nolisten', 'tcp', '-noreset']
  // Even when this process is killed outright, the server should not stay behind.
  const setpriv = which('setpriv')
  const command = setpriv ? [setpriv, '--pdeathsig', 'TERM', xvfb, ...args] : [xvfb, ...args]
  const server = spawn(command[0] ?? xvfb, command.slice(1), { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  process.once('exit', () => server.kill())

  return new Promise((resolve, reject) => {
    let complaint = ''
    let answer = ''
    const [, , errors, numbers] = /** @type {import('node:stream').Readable[]} */ (
      /** @type {unknown} */ (server.stdio)
    )
    const fail = () => {
      clearTimeout(timer)
      reject(
        new Trouble(
          `The virtual display did not start: ${complaint.trim() || 'no word from Xvfb'}. Set DISPLAY to another one.`,
        ),
      )
    }
    const timer = setTimeout(fail, startLimit)
    errors?.setEncoding('utf8').on('data', (text) => {
      complaint = (complaint + text).slice(-2_000)
    })
    server.once('error', fail).once('exit', fail)
    numbers?.setEncoding('utf8').on('data', (text) => {
      answer += text
      if (!answer.includes('\n')) return
      clearTimeout(timer)
      server.off('exit', fail)
      // Neither the server nor its pipes keep this process alive.
      server.unref()
      for (const stream of [errors, numbers]) /** @type {import('node:net').Socket} */ (stream).unref()
      resolve(answer.trim())
    })
  })
}
