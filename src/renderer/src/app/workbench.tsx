import { useState } from 'react'
import { CoverSection } from '../artwork'
import { RefusedList, Sidebar } from '../browse'
import { openPlace, useView, view } from '../editor'
import { PanelFacts, TagPanel } from '../panel'
import { RepairHint } from '../repair'
import { TrackTable } from '../table'
import { classes, useTranslate } from '../ui'
import { runCommand } from './commands'
import { keepMine, takeTheirs } from './deciding'
import { layoutState, useLayoutState } from './layout-state'
import { NothingShown } from './nothing-shown'
import { removeFromList } from './opening'
import { makeWritable, saveCopy } from './remedies'
import { renameFile } from './renaming'
import { reload, save } from './saving'
import { Splitter } from './splitter'
import { rowHeights } from './theme'
import { changeLayout, useSettings } from './window-settings'

const sidebarLimits = { least: 140, most: 480 }
const panelLimits = { least: 240, most: 560 }

/** The table between the sidebar and the tag panel. */
export function Workbench() {
  const translate = useTranslate()
  const { layout, density } = useSettings()
  const { narrow, drawer } = useLayoutState()
  const errors = useView((state) => state.filter === 'errors')
  // While an edge is dragged its place is not a setting yet.
  const [dragged, setDragged] = useState<{ readonly sidebar?: number; readonly panel?: number }>({})
  const sidebarWidth = dragged.sidebar ?? layout.sidebarWidth
  const panelWidth = dragged.panel ?? layout.panelWidth
  const panelShown = narrow ? drawer : layout.panel

  return (
    <main className="workbench">
      <h1 className="visually-hidden">{translate('frame.workbench')}</h1>
      {layout.sidebar && (
        <>
          <section
            className="sidebar"
            style={{ inlineSize: sidebarWidth }}
            aria-label={translate('browse.label')}
            data-pane="sidebar"
          >
            <Sidebar />
          </section>
          <Splitter
            label={translate('frame.sidebarWidth')}
            width={sidebarWidth}
            {...sidebarLimits}
            onDrag={(sidebar) => setDragged({ sidebar })}
            onRest={(width) => {
              void changeLayout({ sidebarWidth: width })
              setDragged({})
            }}
          />
        </>
      )}
      <div className="middle">
        {errors && <RefusedList />}
        <TrackTable
          rowHeight={rowHeights[density]}
          nothing={<NothingShown />}
          onLookUp={(ids) => openPlace({ kind: 'lookup', ids })}
          onRename={renameFile}
          onRemove={(ids) => void removeFromList(ids, view.getState().shown)}
        />
      </div>
      {panelShown && (
        <>
          {narrow && (
            // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the drawer too
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div className="drawer-veil" onClick={() => layoutState.setState({ drawer: false })} />
          )}
          {!narrow && (
            <Splitter
              label={translate('frame.panelWidth')}
              width={panelWidth}
              {...panelLimits}
              after
              onDrag={(panel) => setDragged({ panel })}
              onRest={(width) => {
                void changeLayout({ panelWidth: width })
                setDragged({})
              }}
            />
          )}
          <section
            className={classes('tag-panel', narrow && 'drawer')}
            style={{ inlineSize: panelWidth }}
            aria-label={translate('panel.label')}
            data-pane="panel"
          >
            <TagPanel
              head={(ids) => (
                <CoverSection ids={ids} onFind={() => runCommand('find-cover')}>
                  <PanelFacts ids={ids} />
                </CoverSection>
              )}
              hints={(ids) => <RepairHint ids={ids} />}
              onRetry={(ids) => void save(ids)}
              onReload={(ids) => void reload(ids)}
              onMakeWritable={(id) => void makeWritable(id, () => void save([id]))}
              onSaveCopy={(id) => void saveCopy(id)}
              onKeepMine={keepMine}
              onTakeTheirs={takeTheirs}
            />
          </section>
        </>
      )}
    </main>
  )
}
