import { useEffect, useState } from 'react'
import { pictureIn, setCoverFrom } from '../artwork'
import { editor, selectedIds, view } from '../editor'
import { useTranslate } from '../ui'
import { openDropped } from './opening'
import { speech } from './speech'
import { usePlatform } from './window-settings'

type Over = 'add' | 'replace' | 'cover'

const selected = () => selectedIds(editor.getState(), view.getState())

/** What a drop would do. Pictures are covers, everything else is to be opened. */
function meaning(event: DragEvent): Over | undefined {
  const items = [...(event.dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file')
  if (items.length === 0) return undefined
  if (items.every(({ type }) => type.startsWith('image/'))) return selected().length > 0 ? 'cover' : undefined
  return event.ctrlKey || event.metaKey ? 'replace' : 'add'
}

/** Everything can be dropped anywhere on the window; what a drop will do is said while it hovers. */
export function DropArea() {
  const translate = useTranslate()
  const mac = usePlatform() === 'darwin'
  const [over, setOver] = useState<Over>()

  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      const means = event.defaultPrevented ? undefined : meaning(event)
      // Nothing dropped may ever navigate the window.
      event.preventDefault()
      if (event.dataTransfer && means === undefined && !event.defaultPrevented)
        event.dataTransfer.dropEffect = 'none'
      if (event.dataTransfer && means !== undefined) event.dataTransfer.dropEffect = 'copy'
      setOver(means)
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(undefined)
    }
    const onDrop = (event: DragEvent) => {
      setOver(undefined)
      if (event.defaultPrevented) return
      event.preventDefault()
      const means = meaning(event)
      const files = [...(event.dataTransfer?.files ?? [])]
      const picture = pictureIn(files)
      if (means === 'cover' && picture) void setCoverFrom(picture, selected(), speech())
      else if (means === 'add' || means === 'replace') void openDropped(files, means)
    }
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [])

  if (over === undefined) return null
  const count = selected().length
  return (
    <div className="drop" role="status">
      <div className="drop-words">
        <p className="drop-title">{translate(`drop.${over}`, { count })}</p>
        {over !== 'cover' && (
          <p>{translate(over === 'add' ? 'drop.toReplace' : 'drop.toAdd', { key: mac ? '⌘' : 'Ctrl' })}</p>
        )}
      </div>
    </div>
  )
}
