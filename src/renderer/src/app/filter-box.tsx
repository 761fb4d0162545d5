import { type KeyboardEvent, useEffect, useState } from 'react'
import { useView } from '../editor'
import { CloseIcon, IconButton, TextField, useKeyText, useTranslate } from '../ui'
import { focusTable } from './settle-fields'

/** Long enough to type a word, short enough to seem at once. */
const pauseMs = 60

/** Plain words narrow the list as they are typed. Esc gives them up, ↓ and Enter go to the rows. */
export function FilterBox() {
  const translate = useTranslate()
  const keyText = useKeyText()
  const asked = useView((view) => view.text)
  const search = useView((view) => view.search)
  const [text, setText] = useState(asked)

  // Cleared from elsewhere.
  useEffect(() => setText(asked), [asked])
  useEffect(() => {
    if (text === asked) return
    const timer = setTimeout(() => search(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text, asked, search])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      if (text === '') focusTable()
      else {
        setText('')
        search('')
      }
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault()
      search(text)
      focusTable()
    }
  }

  return (
    <search className="filter-box" data-pane="filter">
      <TextField
        id="filter"
        label={translate('filter.label')}
        placeholder={translate('filter.placeholder')}
        value={text}
        data-own-undo=""
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <span className="key filter-key" aria-hidden="true">
          {keyText('Mod+F')}
        </span>
      ) : (
        <IconButton
          className="filter-clear"
          label={translate('filter.clear')}
          icon={<CloseIcon />}
          onClick={() => {
            setText('')
            search('')
          }}
        />
      )}
    </search>
  )
}
