import './tokens.css'
import './app.css'
import '../ui/ui.css'
import '../browse/browse.css'
import '../table/table.css'
import '../panel/panel.css'
import '../artwork/artwork.css'

export { start } from './start'
