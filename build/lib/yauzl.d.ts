// The few parts of yauzl that unzip.mjs uses; the package brings no types.
declare module 'yauzl' {
  interface Entry {
    readonly fileName: string
    readonly externalFileAttributes: number
  }
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>
    openReadStreamPromise(entry: Entry): Promise<NodeJS.ReadableStream>
  }
  export function openPromise(path: string): Promise<ZipFile>
}
