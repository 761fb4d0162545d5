// @ts-check
import { resolve } from 'node:path'

/**
 * What a person typed behind `npm start --`, as Electron can use it: the app may run in another folder than the one
 * that the paths were meant for.
 * @param {readonly string[]} args
 * @param {string} [folder] npm runs scripts in the package's folder and keeps the real one in INIT_CWD
 */
export function absoluteArguments(args, folder = process.env['INIT_CWD'] ?? process.cwd()) {
  let onlyPaths = false
  return args.flatMap((argument) => {
    if (!onlyPaths && argument === '--') {
      onlyPaths = true
      return []
    }
    const isOption = !onlyPaths && argument.startsWith('-')
    // An absolute path never begins with a dash, so it cannot be taken for an option later.
    return [isOption ? argument : resolve(folder, argument)]
  })
}
