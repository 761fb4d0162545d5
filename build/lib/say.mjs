// @ts-check

/** An error that is meant for the person at the terminal: what happened and what to do. Shown without a stack. */
export class Trouble extends Error {}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`tagwright: ${line}\n`)
}

/**
 * Runs a script's body and turns what comes of it into the exit code.
 * @param {() => Promise<number | void>} body
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    const text =
      error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`tagwright: ${text}\n`)
    process.exitCode = 1
  }
}
