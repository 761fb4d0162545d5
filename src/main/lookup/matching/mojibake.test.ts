import { describe, expect, it } from 'vitest'
import { repairMojibake } from './mojibake'

const latin1 = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text))

describe('repairing text that was decoded wrongly', () => {
  it.each([
    ['UTF-8 read as Windows-1252', 'Ãœberfahrt', 'Überfahrt'],
    ['in the middle of a word', 'NachtfÃ¤hre', 'Nachtfähre'],
    ['Japanese', 'å¹³è¡Œä¸–ç•Œ', '平行世界'],
    [
      'UTF-8 read as Latin-1, with control characters',
      latin1('月輪に巡らされた記憶'),
      '月輪に巡らされた記憶',
    ],
    ['read wrongly twice', latin1(latin1('Überfahrt')), 'Überfahrt'],
    ['Shift-JIS read as Windows-1252', 'ƒqƒJƒŠ', 'ヒカリ'],
    ['with a few bytes lost on the way', 'æ±æ–¹çµ²ç«¹å¤¢ è²³', '方絲竹夢 貳'],
  ])('undoes %s', (_, broken, right) => {
    expect(repairMojibake(broken)).toBe(right)
  })

  it.each([
    'Harbour Lights',
    'Café',
    'Ã la carte',
    'Mötley Crüe',
    'Amélie',
    'Überfahrt',
    'Nachtfähre',
    '平行世界',
    '“Heroes”',
    '20 €',
    'ƒ(x)',
    '',
  ])('leaves “%s” as it is', (text) => {
    expect(repairMojibake(text)).toBeUndefined()
  })
})
