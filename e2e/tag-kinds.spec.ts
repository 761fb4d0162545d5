import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { parseFile } from 'music-metadata'
import { apeItem, apeTag } from '../src/main/metadata/testing/ape-tags'
import { expect, test } from './app'

const album = 'Karl Brandt Trio - Nachtfähre (2004)'
const [both, plain] = ['01 überfahrt.mp3', '02 blaue stunde.mp3']

const kinds = (page: Page) => page.getByRole('list', { name: 'Tags in the files' })
const kindsOutside = async (path: string) => (await parseFile(path)).format.tagTypes ?? []

for (const theme of ['light', 'dark'] as const) {
  test(`APEv2 is taken out of an MP3, and comes back byte for byte, in ${theme}`, async ({
    start,
    place,
  }) => {
    const folder = join(place.copySample(album), album)
    const path = join(folder, both)
    appendFileSync(path, apeTag([apeItem('Title', 'Überfahrt'), apeItem('Mood', 'Only here')]))
    const before = readFileSync(path)
    expect(await kindsOutside(path)).toContain('APEv2')

    const { page, app, screenshot } = await start({ settings: { theme }, args: [folder] })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
    await page.getByRole('row').filter({ hasText: both }).first().click()
    await expect(kinds(page).getByRole('listitem')).toContainText([/ID3v2/, 'APEv2'])
    await screenshot(`tag-kinds-${theme}`)

    // By the keyboard, and taken back by it: the button stays where the focus is.
    const remove = page.getByRole('button', { name: 'Remove the APEv2 tag' })
    const keep = page.getByRole('button', { name: 'Undo removing the APEv2 tag' })
    await remove.focus()
    await page.keyboard.press('Enter')
    await expect(keep).toBeFocused()
    await expect(kinds(page).locator('del')).toHaveText('APEv2')
    await page.keyboard.press('Control+z')
    await expect(remove).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Save 1' })).toBeVisible()
    await screenshot(`tag-kinds-removed-${theme}`)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])

    // Of several files, those that have it.
    await page
      .getByRole('row')
      .filter({ hasText: plain })
      .first()
      .click({ modifiers: ['Control'] })
    await expect(kinds(page)).toContainText('APEv2 in 1 of 2')
    await screenshot(`tag-kinds-several-${theme}`)

    await page.keyboard.press('Control+Shift+s')
    await expect(page.getByText('Save 1 change')).toBeVisible()
    await expect(page.locator('.review del')).toHaveText('APEv2')
    await screenshot(`tag-kinds-review-${theme}`)
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('Saved 1 file.')).toBeVisible()
    await expect(kinds(page)).not.toContainText('APEv2')
    expect(await kindsOutside(path)).not.toContain('APEv2')
    expect(readFileSync(path).includes('APETAGEX')).toBe(false)

    // Not an edit any more: it says where the way back is.
    await page.keyboard.press('Control+z')
    await expect(page.getByText('comes back through the history')).toBeVisible()
    await page.keyboard.press('Control+Shift+h')
    await expect(page.getByText('Only here')).toBeVisible()
    await screenshot(`tag-kinds-history-${theme}`)
    await page.getByRole('button', { name: 'Undo this…' }).click()
    await page.getByRole('button', { name: 'Undo 1 file' }).click()
    await expect(page.getByText('Undid 1 file.')).toBeVisible()
    expect(readFileSync(path).equals(before)).toBe(true)
    await page.keyboard.press('Escape')
    await expect(kinds(page)).toContainText('APEv2')
  })
}
