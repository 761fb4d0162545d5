import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './app'

const album = 'Mira Solen - Tideworks (2019)'

for (const theme of ['light', 'dark'] as const) {
  test(`a history that cannot be read is put aside, said once, and a new one begun, in ${theme}`, async ({
    start,
    place,
  }) => {
    const file = join(place.copySample(album), album, '05 ebb.flac')
    const history = join(place.dataDir, 'history')
    mkdirSync(history)
    writeFileSync(join(history, 'history.db'), 'no database, whatever its name says '.repeat(200))
    place.own(place.dataDir)

    const first = await start({ settings: { theme }, args: [file] })
    const said = /The history could not be read .* so a new one was begun/
    await expect(first.page.getByText(said)).toHaveCount(1)
    await first.screenshot(`history-set-aside-${theme}`)
    await first.page.getByRole('row').filter({ hasText: '05 ebb.flac' }).first().click()
    const title = first.page.getByRole('textbox', { name: 'Title', exact: true })
    await expect(title).toHaveValue('Ebb')
    await title.fill('Flood')
    await title.press('Enter')
    await expect(first.page.getByRole('row').filter({ hasText: 'Flood' }).first()).toBeVisible()
    await first.page.keyboard.press('Control+s')
    await expect(first.page.getByText('Saved 1 file.')).toBeVisible()
    await first.end()
    expect(readdirSync(history).filter((name) => name.startsWith('history.db.damaged-'))).toHaveLength(1)

    const { page } = await start({ settings: { theme }, args: [file] })
    await expect(page.getByRole('row').filter({ hasText: 'Flood' })).toBeVisible()
    await page.keyboard.press('Control+Shift+h')
    await expect(page.getByRole('option')).toHaveCount(1)
    await expect(page.getByText(said)).toHaveCount(0)
  })
}
