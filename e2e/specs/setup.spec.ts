import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { type AppProcess, openBrowser, openView, startApp, type View } from '../drivers/browser.ts'
import { type CustomNetwork, startCustomNetwork } from '../drivers/custom-network.ts'

/** From the first start to a validator at work, another setting while a transaction is pending, and a restore elsewhere; the tests follow each other. */
test.describe.configure({ mode: 'serial' })

const vaultPassphrase = 'the vault of the first'
const backupPassphrase = 'correct horse battery'
let chain: CustomNetwork
let browser: Browser
let app: AppProcess
let view: View
let receiver: Server
const received: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'kroma-setup-'))
const backupFile = join(folder, 'first.kvbackup')

test.beforeAll(async () => {
  chain = await startCustomNetwork(4242)
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      received.push(body)
      response.end('ok')
    })
  }).listen(0, '127.0.0.1')
  app = await startApp({ firstStart: true })
  browser = await openBrowser()
  view = await openView(browser, app.url)
})
test.afterAll(async () => {
  await browser?.close()
  await app?.kill()
  receiver?.close()
  await chain?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Without the live region in which react-aria names a button that was pending and is gone. */
const axe = async (page: Page): Promise<string[]> =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`
  )
const step = (name: string) => view.page.getByRole('heading', { level: 2, name })
const press = (name: string | RegExp) => view.page.getByRole('button', { name, exact: true }).click()
const goTo = (page: Page, hash: string) => page.goto(page.url().replace(/#.*$/, '') + hash)
/** L2 blocks of the outputs that the operator has sent, and whether each transaction succeeded. */
async function submissions(): Promise<{ l2Block: bigint; ok: boolean }[]> {
  const { network } = chain
  type Tx = { from: string; to: string | null; input: string; hash: string }
  const { rpc } = network.l1
  const last = Number(await rpc<string>('eth_blockNumber'))
  const found: { l2Block: bigint; ok: boolean }[] = []
  for (let number = Number(network.fromBlock); number <= last; number += 1) {
    const block = await rpc<{ transactions: Tx[] }>('eth_getBlockByNumber', [`0x${number.toString(16)}`, true])
    for (const { from, to, input, hash } of block.transactions) {
      const own = from.toLowerCase() === network.accounts.operator.address.toLowerCase()
      if (!own || to?.toLowerCase() !== network.addresses.L2OutputOracle.toLowerCase()) continue
      const { status } = await rpc<{ status: string }>('eth_getTransactionReceipt', [hash])
      found.push({ l2Block: BigInt(`0x${input.slice(74, 138)}`), ok: status === '0x1' })
    }
  }
  return found
}
async function expectNothingTwice(): Promise<void> {
  const all = await submissions()
  expect(all.length).toBeGreaterThan(0)
  expect(new Set(all.map(({ l2Block }) => l2Block)).size).toBe(all.length)
  expect(all.every(({ ok }) => ok)).toBe(true)
}

test('an existing validator on a network of one’s own: the nodes are named and checked', async () => {
  const { page } = view
  await press(/Run my validator here/)
  await expect(step('Step 2 of 5: Network and nodes')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('radio', { name: 'Custom' }).check({ force: true })
  await press('Next')
  await expect(page.getByText('Something has to be corrected first:')).toBeVisible()
  const { place, network } = chain
  await page.getByRole('textbox', { name: 'Chain id of L1' }).fill(String(place.network.l1ChainId))
  await page.getByRole('textbox', { name: 'Chain id of L2' }).fill(String(place.network.l2ChainId))
  await page.getByRole('textbox', { name: 'Ethereum nodes (L1) 1' }).fill(network.l1.wsUrl)
  await page.getByRole('textbox', { name: 'Kroma execution nodes (L2) 1' }).fill(network.l2.httpUrl)
  await page.getByRole('textbox', { name: 'Kroma rollup nodes 1' }).fill(network.rollupUrl)
  for (const [name, address] of Object.entries(place.network.addresses))
    await page.getByRole('textbox', { name, exact: true }).fill(address)
  await press('Check these nodes')
  await expect(page.getByRole('table').getByText('good')).toHaveCount(3)
  await expect(page.getByRole('table')).toContainText(String(place.network.l1ChainId))
  expect(await axe(page)).toEqual([])
  await press('Next')
  await expect(step('Step 3 of 5: Key')).toBeVisible()
})

test('its key goes into the vault', async () => {
  const { page } = view
  expect(await axe(page)).toEqual([])
  await page.getByRole('textbox', { name: 'New passphrase' }).fill(vaultPassphrase)
  await page.getByRole('textbox', { name: 'The same once more' }).fill(vaultPassphrase)
  await press('Choose this passphrase')
  await page.getByRole('textbox', { name: 'Private key' }).fill(chain.network.accounts.operator.privateKey.reveal())
  await press('Read the key')
  await expect(page.getByText(chain.network.accounts.operator.address)).toBeVisible()
  await press('Keep it in the vault')
  await expect(page.getByText('The key is in the vault.')).toBeVisible()
  await press('Next')
  await expect(step('Step 4 of 5: Roles')).toBeVisible()
})

test('roles, then alerts with a test that arrives, then the Overview of the validator at work', async () => {
  const { page } = view
  expect(await axe(page)).toEqual([])
  await press('Save and start')
  await expect(step('Step 5 of 5: Alerts')).toBeVisible({ timeout: 60_000 })
  expect(await axe(page)).toEqual([])
  await press('Add a receiver')
  const { port } = receiver.address() as AddressInfo
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill(`http://127.0.0.1:${port}/secret-topic`)
  await press('Save')
  await expect(page.getByRole('textbox', { name: 'Address', exact: true })).toHaveValue(/•••/)
  await page.getByRole('button', { name: 'Send a test' }).last().click()
  await expect.poll(() => received.length).toBeGreaterThan(0)
  expect(await axe(page)).toEqual([])
  await press('Finish')
  chain.go()
  await expect(page.getByRole('region', { name: 'What happens next' })).toBeVisible()
  await expect(page.getByText('Custom network').first()).toBeVisible()
  await expect.poll(async () => (await submissions()).length, { timeout: 60_000 }).toBeGreaterThan(0)
})

test('every section can be read by everybody, in light and in dark and in a small window', async () => {
  const { page } = view
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  const names = await page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('link')
    .allTextContents()
  expect(names.length).toBe(9)
  for (const [i, name] of names.entries()) {
    await page.getByRole('link', { name, exact: true }).last().click()
    await expect(page.getByRole('heading', { level: 2, name, exact: true })).toBeVisible()
    await page.emulateMedia({ colorScheme: i % 2 === 0 ? 'light' : 'dark' })
    expect([name, await axe(page)]).toEqual([name, []])
    await page.setViewportSize({ width: 900, height: 600 })
    const wide = await page.evaluate(() => {
      const main = document.querySelector('main')
      return (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0)
    })
    expect([name, wide]).toEqual([name, 0])
    await page.setViewportSize({ width: 1280, height: 800 })
  }
  await page.emulateMedia({ colorScheme: 'light' })
})

test('a wrong value is named where it is typed, and nothing can be saved before it is right', async () => {
  const { page } = view
  await goTo(page, '#/settings/fees')
  const raise = page.getByRole('textbox', { name: 'Raise when sent again' })
  await raise.fill('3')
  await expect(page.getByText('at least 10')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save and apply' })).toBeDisabled()
  await press('Discard')
  await expect(raise).toHaveValue('')
  await goTo(page, '#/settings/network')
  expect(await page.content()).not.toContain('secret-topic')
})

test('another setting is applied while a transaction is pending, and the transaction is not lost', async () => {
  const { page } = view
  await goTo(page, '#/settings/fees')
  await page.getByRole('textbox', { name: 'Most per gas' }).fill('150')
  await expect(page.getByRole('button', { name: 'Save and apply' })).toBeEnabled()
  await expect(page.getByText(/pending transactions stay/)).toBeVisible()
  await chain.holdAtNext()
  const before = (await submissions()).length
  await press('Save and apply')
  await expect(page.getByText('Saved and applied.')).toBeVisible({ timeout: 30_000 })
  expect(await chain.poolSize()).toBe(1)
  chain.go()
  await expect.poll(async () => (await submissions()).length, { timeout: 60_000 }).toBeGreaterThan(before + 1)
  await expectNothingTwice()
  expect(readFileSync(join(app.dataFolder, 'settings.json'), 'utf8')).toContain('150')
})

test('a back-up is made, and restored into a fresh profile that sends nothing twice', async () => {
  const { page } = view
  await goTo(page, '#/settings/backup')
  await page.getByRole('textbox', { name: 'Passphrase of the back-up' }).fill(backupPassphrase)
  await page.getByRole('textbox', { name: 'Once more' }).fill(backupPassphrase)
  await page.getByRole('textbox', { name: 'Passphrase of the vault' }).first().fill(vaultPassphrase)
  const download = page.waitForEvent('download')
  await press('Make and download')
  await (await download).saveAs(backupFile)
  await expect(page.getByText('was handed to the downloads')).toBeVisible()
  const atBackup = (await submissions()).length
  await expect.poll(async () => (await submissions()).length, { timeout: 60_000 }).toBeGreaterThan(atBackup)
  // Rounds that pass while nobody is there would lead to jail.
  await chain.hold()
  expect(view.problems).toEqual([])
  await view.context.close()
  expect(await app.stop()).toBe(0)

  app = await startApp({ firstStart: true })
  view = await openView(browser, app.url)
  const fresh = view.page
  await fresh.getByRole('link', { name: 'Restore a back-up instead' }).click()
  const chooser = fresh.waitForEvent('filechooser')
  await press('Choose a file')
  await (await chooser).setFiles(backupFile)
  await fresh.getByRole('switch', { name: /stopped for good/ }).check({ force: true })
  await fresh.getByRole('textbox', { name: 'Passphrase of the file' }).fill('wrong passphrase')
  await press('Restore')
  await expect(fresh.getByText('This passphrase does not open the back-up.')).toBeVisible({ timeout: 30_000 })
  await fresh.getByRole('textbox', { name: 'Passphrase of the file' }).fill(backupPassphrase)
  await press('Restore')
  await expect(fresh.getByText(/Restored: Custom network/)).toBeVisible({ timeout: 60_000 })
  await goTo(fresh, '#/overview')
  await fresh.getByRole('button', { name: 'Resume signing' }).click({ timeout: 60_000 })
  const dialog = fresh.getByRole('alertdialog')
  await dialog.getByRole('button', { name: /resume/i }).click()
  const restored = (await submissions()).length
  chain.go()
  await expect.poll(async () => (await submissions()).length, { timeout: 90_000 }).toBeGreaterThan(restored)
  await expectNothingTwice()
  expect(view.problems).toEqual([])
})

test('settings from before there were versions are kept and brought over; their owner meets no first start', async () => {
  await app.kill()
  const data = join(folder, 'old')
  const old = '{"config":{"network":"practice","seed":5}}'
  mkdirSync(data)
  writeFileSync(join(data, 'settings.json'), old)
  app = await startApp({ dataFolder: data, firstStart: true })
  const { page, context } = await openView(browser, app.url)
  await expect(page.getByRole('region', { name: 'What happens next' })).toBeVisible()
  await goTo(page, '#/settings/network')
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5')
  expect(readFileSync(join(data, 'settings.v1.json'), 'utf8')).toBe(old)
  expect(JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'))).toMatchObject({
    version: 2,
    config: { seed: 5 }
  })
  expect(existsSync(join(data, 'settings.last-good.json'))).toBe(true)
  await context.close()
})
