import './settings.css'

export { SettingsPlace, type SettingsPlaceProps } from './settings-place'
