// node-taglib-sharp as people use it. `FILE TITLE`.
import { File } from 'node-taglib-sharp'
import { measured } from './measured'

const [path = '', title = ''] = process.argv.slice(2)
await measured(() => {
  const file = File.createFromPath(path)
  file.tag.title = title
  file.save()
  file.dispose()
})
