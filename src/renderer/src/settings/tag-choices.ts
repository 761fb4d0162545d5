import type { MessageKey } from '../../../shared/i18n'
import type { WriteOptions } from '../../../shared/model'
import type { Named } from './named'

const separatorByName = { apart: '', semicolon: '; ', slash: '/', spacedSlash: ' / ', comma: ', ' } as const
export type SeparatorName = keyof typeof separatorByName

export const separatorChoices: Readonly<Record<SeparatorName, MessageKey>> = {
  apart: 'settings.separator.apart',
  semicolon: 'settings.separator.semicolon',
  slash: 'settings.separator.slash',
  spacedSlash: 'settings.separator.spacedSlash',
  comma: 'settings.separator.comma',
}

export const separators: Named<SeparatorName, string> = {
  valueOf: (name) => separatorByName[name],
  nameOf: (value) => {
    const names = Object.keys(separatorByName) as SeparatorName[]
    const same = names.find((name) => separatorByName[name] === value)
    const nearly = names.find((name) => separatorByName[name].trim() === value.trim())
    return same ?? nearly ?? 'semicolon'
  },
}

const paddingByName = { keep: 'keep', none: 0, small: 4096, large: 65_536 } as const
export type PaddingName = keyof typeof paddingByName

export const paddingChoices: Readonly<Record<PaddingName, MessageKey>> = {
  keep: 'settings.padding.keep',
  none: 'settings.padding.none',
  small: 'settings.padding.small',
  large: 'settings.padding.large',
}

export const paddings: Named<PaddingName, WriteOptions['padding']> = {
  valueOf: (name) => paddingByName[name],
  nameOf: (value) =>
    value === 'keep'
      ? 'keep'
      : value === 0
        ? 'none'
        : value < (paddingByName.small + paddingByName.large) / 2
          ? 'small'
          : 'large',
}
