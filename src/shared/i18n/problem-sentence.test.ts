import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Problem, ProblemCode } from '../model'
import { createTranslate, problemSentence } from '.'
import { reasonText } from './problem-sentence-reasons'

const english = createTranslate('en')
const german = createTranslate('de')
const both = (problem: Problem) => [problemSentence(english, problem), problemSentence(german, problem)]

describe('a value that a file cannot hold', () => {
  const notStorable = (params: Problem['params']): Problem => ({
    code: 'metadata.notStorable',
    params: { file: 'a.w64', ...params },
  })

  it('is named with its field', () => {
    expect(both(notStorable({ field: 'mood', value: 'calm' }))).toEqual([
      '“a.w64” has no place for “calm” in the field Mood. The file was not changed; change or revert that, then save again.',
      '„a.w64“ hat im Feld Stimmung keinen Platz für „calm“. Die Datei blieb unverändert; das ändern oder zurücknehmen und erneut speichern.',
    ])
    expect(both(notStorable({ field: 'custom:RIPPER', value: 'me' }))[0]).toContain(
      '“me” in the field RIPPER.',
    )
  })

  it('is a picture where there is no place for one', () => {
    const [inEnglish, inGerman] = both(notStorable({ field: '', value: 'picture' }))
    expect(inEnglish).toMatch(/^“a\.w64” has no place for a picture\. /)
    expect(inGerman).toMatch(/^„a\.w64“ hat keinen Platz für ein Bild\. /)
  })

  it('has no field where it is part of all of them', () => {
    expect(both(notStorable({ value: '17 MB' }))[0]).toMatch(/^“a\.w64” has no place for “17 MB”\. /)
  })

  it('is shown in one line, as far as a sentence has room', () => {
    const value = `first line\n${'second line '.repeat(20)}`
    const [sentence = ''] = both(notStorable({ field: 'lyrics', value }))
    expect(sentence).toContain('“first line second line second line')
    expect(sentence).toContain('…” in the field Lyrics.')
    expect(sentence.length).toBeLessThan(200)
  })
})

describe('why a file is not written to', () => {
  const reason = (text: string, code: ProblemCode = 'metadata.structureNotWritable') => [
    reasonText(english, code, text),
    reasonText(german, code, text),
  ]

  it('is said in the person’s language', () => {
    const problem: Problem = {
      code: 'metadata.structureNotWritable',
      params: { file: 'a.m4a', reason: 'compressed moov' },
    }
    expect(both(problem)).toEqual([
      '“a.m4a” can be read but is not written to, since saving could damage it: moov is compressed. Check that the file is whole.',
      '„a.m4a“ lässt sich lesen, wird aber nicht beschrieben, weil das die Datei beschädigen könnte: moov ist komprimiert. Prüfen, ob die Datei vollständig ist.',
    ])
  })

  it('names a field by its label', () => {
    expect(reason('lyrics')).toEqual(['Lyrics is very long', 'Liedtext ist sehr lang'])
    expect(reason('albumArtist', 'metadata.notVerified')).toEqual(['Album artist', 'Albuminterpret'])
    expect(reason('pictures', 'metadata.notVerified')).toEqual(['Cover', 'Cover'])
    expect(reason('node-taglib-sharp: title', 'metadata.notVerified')).toEqual([
      'node-taglib-sharp reads Title differently',
      'node-taglib-sharp liest Titel anders',
    ])
  })

  it('stays as it is where nobody foresaw it, or where another part of the program says it', () => {
    expect(reason('ID3v2 TXXX:Serato', 'metadata.wouldLose')).toEqual([
      'ID3v2 TXXX:Serato',
      'ID3v2 TXXX:Serato',
    ])
    expect(reason('sound', 'file.ioError')).toEqual(['sound', 'sound'])
  })

  it('has German words for every reason that the containers give', () => {
    const folder = new URL('../../main/metadata/containers/', import.meta.url)
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    const given = sources.flatMap((name) => {
      const text = readFileSync(new URL(name, folder), 'utf8')
      const calls = text.matchAll(/(?:\bstructure|NotMovableError)\(\s*(['`])(.*?)\1/g)
      return [...calls].map(([, , words = '']) => words.replaceAll(/\$\{.*?\}/g, '7'))
    })
    expect(given.length).toBeGreaterThan(20)
    expect(given.filter((words) => reason(words)[1] === words)).toEqual([])
  })
})
