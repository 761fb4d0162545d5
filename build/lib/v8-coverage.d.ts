/** The package has no types of its own. */
declare module '@bcoe/v8-coverage' {
  export interface ScriptCoverage {
    readonly url: string
    readonly scriptId: string
    readonly functions: import('node:inspector').Profiler.FunctionCoverage[]
  }
  export function mergeProcessCovs(runs: readonly { readonly result: readonly ScriptCoverage[] }[]): {
    readonly result: readonly ScriptCoverage[]
  }
}
