import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './app'
import { startMusicBrainzServer } from './musicbrainz/server'

type Catalogue = Parameters<typeof startMusicBrainzServer>[0]['catalogue']
const catalogue = JSON.parse(
  readFileSync(new URL('../resources/sample-library/catalogue/releases.json', import.meta.url), 'utf8'),
) as Catalogue

async function lookUpAll(page: Page): Promise<void> {
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  await page.getByRole('row').filter({ hasText: 'Harbour Lights' }).first().click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+l')
}

test('MusicBrainz is asked politely: named, never faster than one request a second', async ({
  start,
  place,
}) => {
  const server = await startMusicBrainzServer({ catalogue })
  try {
    const sample = place.copySample('Mira Solen - Tideworks (2019)')
    const { page } = await start({ args: [sample], catalogue: false, musicBrainz: server })
    await lookUpAll(page)
    await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible({ timeout: 30_000 })
    const asked = server.requests.filter(({ path }) => path.startsWith('/ws/2/'))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.length).toBeLessThanOrEqual(5)
    asked.slice(1).forEach((request, index) => {
      // Starts are a second apart; what arrives here is blurred by how long each connection took.
      expect(request.at - (asked[index]?.at ?? 0)).toBeGreaterThan(800)
    })
    expect(JSON.stringify(asked[0]?.headers)).toContain('Tagwright/')
  } finally {
    await server.close()
  }
})

test('a busy MusicBrainz is waited for, and then answers', async ({ start, place }) => {
  const server = await startMusicBrainzServer({ catalogue })
  try {
    server.next('503', { retryAfter: '2' })
    const sample = place.copySample('Mira Solen - Tideworks (2019)')
    const { page } = await start({ args: [sample], catalogue: false, musicBrainz: server })
    await lookUpAll(page)
    await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible({ timeout: 40_000 })
  } finally {
    await server.close()
  }
})

test('garbage from MusicBrainz is one sentence, and hides nothing that the catalogue found', async ({
  start,
  place,
}) => {
  const server = await startMusicBrainzServer({ catalogue })
  try {
    server.always('garbage')
    const sample = place.copySample('Mira Solen - Tideworks (2019)')
    const { page, screenshot } = await start({ args: [sample], musicBrainz: server })
    await lookUpAll(page)
    await expect(page.getByText(/MusicBrainz answered with something unreadable/)).toBeVisible({
      timeout: 30_000,
    })
    await expect(page.getByRole('button', { name: /^Apply \d+ changes$/ })).toBeVisible()
    await screenshot('lookup-half')
  } finally {
    await server.close()
  }
})

test('nothing is asked of any service by opening a folder', async ({ start, place }) => {
  const server = await startMusicBrainzServer({ catalogue })
  try {
    const { page } = await start({ args: [place.copySample()], musicBrainz: server })
    await expect(page.getByRole('progressbar')).toHaveCount(0)
    await expect(page.getByText('40 files').first()).toBeVisible()
    expect(server.requests).toEqual([])
  } finally {
    await server.close()
  }
})
