import { start } from './app'

const root = document.getElementById('root')
if (root !== null) void start(root)
