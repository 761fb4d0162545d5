import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Language, languageFor } from '../../../shared/i18n'
import { defaultSettings, type Reply, type Settings, type SettingsChange } from '../../../shared/ipc'
import { bridge } from '../bridge'

export type Platform = Reply<'app.start'>['platform']

interface WindowSettings {
  readonly settings: Settings
  readonly platform: Platform
  readonly locale: string
}

/** The settings as main keeps them, and the machine the window is on. */
export const windowSettings = createStore<WindowSettings>()(() => ({
  settings: defaultSettings,
  platform: 'linux',
  locale: 'en',
}))

export const useSettings = (): Settings => useStore(windowSettings, (state) => state.settings)

export const usePlatform = (): Platform => useStore(windowSettings, (state) => state.platform)

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
