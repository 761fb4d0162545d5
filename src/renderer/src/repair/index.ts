import './repair.css'

export { openRepair } from './open-repair'
export { RepairHint } from './repair-hint'
export { RepairPlace, type RepairPlaceProps } from './repair-place'
