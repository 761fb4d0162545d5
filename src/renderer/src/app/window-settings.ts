import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Language, languageFor } from '../../../shared/i18n'
import { defaultSettings, type Settings, type SettingsChange } from '../../../shared/ipc'
import { bridge } from '../bridge'

interface WindowSettings {
  readonly settings: Settings
  readonly locale: string
}

/** The settings as main keeps them, and the language of the machine. */
export const windowSettings = createStore<WindowSettings>()(() => ({
  settings: defaultSettings,
  locale: 'en',
}))

export const useSettings = (): Settings => useStore(windowSettings, (state) => state.settings)

export const languageOf = ({ settings, locale }: WindowSettings): Language =>
  settings.language === 'system' ? languageFor(locale) : settings.language

/** Changes settings at once in the window; main keeps them and answers what it kept. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  const before = windowSettings.getState().settings
  windowSettings.setState({ settings: { ...before, ...definedOnly(change) } })
  const answer = await bridge.settings.change(change)
  windowSettings.setState({ settings: answer.ok ? answer.value : before })
}

const definedOnly = (change: SettingsChange): Partial<Settings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

export const changeLayout = (change: Partial<Settings['layout']>): Promise<void> =>
  changeSettings({ layout: { ...windowSettings.getState().settings.layout, ...change } })
