import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { classes, Dialog, TextField, useKeyText, useTranslate } from '../ui'
import { applicable, type Command } from './commands'
import { fits } from './palette-search'

/** Ids of commands that were run from here, the last one first. */
const recent: string[] = []

/** Every command that applies, found by a few letters of its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const translate = useTranslate()
  const keyText = useKeyText()
  const list = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [all] = useState(applicable)
  const active = useRef<HTMLDivElement>(null)

  const rank = ({ id }: Command) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  const found = all
    .map((command) => ({ command, score: fits(translate(command.title), typed) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => (typed === '' ? rank(a.command) - rank(b.command) : b.score - a.score))
    .map(({ command }) => command)
  const current = found[Math.min(at, found.length - 1)]

  // biome-ignore lint/correctness/useExhaustiveDependencies: the active line moved
  useEffect(() => active.current?.scrollIntoView({ block: 'nearest' }), [current])

  const run = (command: Command | undefined) => {
    if (command === undefined) return
    recent.splice(0, recent.length, command.id, ...recent.filter((id) => id !== command.id))
    onClose()
    // The dialog gives the focus back first: a command may want it elsewhere.
    setTimeout(command.run)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const last = found.length - 1
    if (event.key === 'ArrowDown') setAt(at >= last ? 0 : at + 1)
    else if (event.key === 'ArrowUp') setAt(at <= 0 ? last : at - 1)
    else if (event.key === 'Enter') run(current)
    else return
    event.preventDefault()
  }

  return (
    <Dialog open className="palette" onClose={onClose} title={translate('palette.title')}>
      <TextField
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={current && `${list}-${current.id}`}
        label={translate('palette.label')}
        placeholder={translate('palette.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={translate('palette.title')} className="palette-list">
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
          <div
            key={command.id}
            ref={command === current ? active : undefined}
            id={`${list}-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === current}
            className={classes('palette-item', command === current && 'palette-current')}
            onClick={() => run(command)}
          >
            <span>{translate(command.title)}</span>
            {command.keys[0] !== undefined && <span className="key">{keyText(command.keys[0])}</span>}
          </div>
        ))}
        {found.length === 0 && <p className="palette-none">{translate('palette.none')}</p>}
      </div>
    </Dialog>
  )
}
