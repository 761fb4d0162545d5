import type { MessageKey } from '../../../shared/i18n'
import type { Named } from './named'

/** Zero means no limit: it comes after all others. */
function upTo<Name extends string>(byName: Readonly<Record<Name, number>>): Named<Name, number> {
  const size = (value: number) => (value === 0 ? Number.POSITIVE_INFINITY : value)
  return {
    valueOf: (name) => byName[name],
    nameOf: (value) => {
      const names = Object.keys(byName) as [Name, ...Name[]]
      // Never less than was asked for: what is forgotten is gone.
      return names.find((name) => size(byName[name]) >= size(value)) ?? names[0]
    },
  }
}

const daysByName = { month: 31, year: 365, ever: 0 } as const
export type DaysKeptName = keyof typeof daysByName
export const daysKept = upTo<DaysKeptName>(daysByName)
export const daysKeptChoices: Readonly<Record<DaysKeptName, MessageKey>> = {
  month: 'settings.keepDays.month',
  year: 'settings.keepDays.year',
  ever: 'settings.keepDays.ever',
}

const megabytesByName = { small: 256, normal: 1024, large: 10_240, any: 0 } as const
export type RoomKeptName = keyof typeof megabytesByName
export const roomKept = upTo<RoomKeptName>(megabytesByName)
export const roomKeptChoices: Readonly<Record<RoomKeptName, MessageKey>> = {
  small: 'settings.maxMegabytes.small',
  normal: 'settings.maxMegabytes.normal',
  large: 'settings.maxMegabytes.large',
  any: 'settings.maxMegabytes.any',
}
