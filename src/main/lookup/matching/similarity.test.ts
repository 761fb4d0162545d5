import { describe, expect, it } from 'vitest'
import { fold, foldBarcode, foldCode } from './fold'
import { similarity } from './similarity'
import { isTitle, titleReadings } from './title-readings'

describe('folding', () => {
  it.each([
    ['Salt & Copper', 'salt and copper'],
    ['Don’t Stop', "DON'T stop!"],
    ['Nachtfähre', 'nachtfahre'],
    ['Straße', 'STRASSE'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full width'],
  ])('makes “%s” and “%s” the same', (a, b) => {
    expect(fold(a)).toBe(fold(b))
  })

  it('compares barcodes by their digits, leading zeros apart', () => {
    expect(foldBarcode('0 75275 29110643')).toBe(foldBarcode('7527529110643'))
  })

  it('compares catalogue numbers without spaces and hyphens', () => {
    expect(foldCode('KLP 014')).toBe(foldCode('klp-014'))
  })
})

describe('similarity', () => {
  it.each([
    ['Harbour Lights', 'harbour lights'],
    ['Re-entry', 'Reentry'],
  ])('is 1 for “%s” and “%s”', (a, b) => {
    expect(similarity(a, b)).toBe(1)
  })

  it.each([
    ['Lanterns, Low Water', 'Lantern, Low Water'],
    ['Greenhouse at Night', 'Greenhuose at Night'],
    ['Water Low, Lanterns', 'Lanterns, Low Water'],
    ['東方弦蒼曲', '東方弦蒼曲 '],
    ['A Very Long Title Cut At Thirt', 'A Very Long Title Cut At Thirty Characters'],
  ])('is high for “%s” and “%s”', (a, b) => {
    expect(similarity(a, b)).toBeGreaterThan(0.85)
  })

  it.each([
    ['Draft Beer', 'Draft Whiskey'],
    ['Part I', 'Part II'],
    ['Part 1', 'Part 2'],
    ['東方猫鍵盤13', '東方猫鍵盤3'],
    ['Ebb', 'Ebb (demo)'],
    ['Night Band', 'Night Band (Radio Edit)'],
    ['Ebb', 'Pond'],
    ['Harbour Lights', 'Greenhouse at Night'],
    ['The Long Quay', 'The Last Word'],
    ['???', '!!!'],
  ])('never takes “%s” for “%s”', (a, b) => {
    expect(similarity(a, b)).toBeLessThan(0.75)
  })

  it('does not depend on the order', () => {
    expect(similarity('Low Orbit', 'Low Orbits')).toBe(similarity('Low Orbits', 'Low Orbit'))
  })

  it('stays right when very many names pass by', () => {
    for (let n = 0; n < 10_500; n++) similarity(`one ${n}`, `two ${n}`)
    expect(similarity('Ebb', 'ebb')).toBe(1)
  })
})

describe('what a title may mean', () => {
  it.each([
    ['Drift (feat. Anouk Reyes)', 'Drift'],
    ['Drift ft. Anouk Reyes', 'Drift'],
    ['01 - Ebb (Official Video) [320kbps]', 'Ebb'],
    ['Mira Solen - Ebb', 'Ebb'],
    ['Ãœberfahrt', 'Überfahrt'],
    ['A1 Ebb', 'Ebb'],
  ])('reads “%s” as “%s”, among others', (title, reading) => {
    expect(titleReadings(title)).toContain(reading)
  })

  it.each(['Draft Beer', 'Soft', 'Ebb (demo)'])('does not shorten “%s”', (title) => {
    expect(titleReadings(title)).toEqual([title])
  })

  it('puts what is written first', () => {
    expect(titleReadings('99 Luftballons')).toEqual(['99 Luftballons', 'Luftballons'])
  })

  it.each(['Track 01', 'audio track 3', '06', '??????', '', '...', 'Titel 7'])(
    'takes “%s” for no title',
    (text) => {
      expect(isTitle(text)).toBe(false)
      expect(titleReadings(text)).toEqual([])
    },
  )
})
