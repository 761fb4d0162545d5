export { RefusedList } from './refused-list'
export { Sidebar } from './sidebar'
