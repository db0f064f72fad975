import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { privateKeyToAddress } from 'viem/accounts'
import { decryptKeystore } from '../../main/store/signers/keystore.ts'
import { Secret } from '../../shared/secret.ts'
import { type AppProcess, openBrowser, openView, startApp } from '../drivers/browser.ts'

/** From the docker set-up's file to a key in the vault, and from a locked vault to a saved keystore; no network is needed. */
test.describe.configure({ mode: 'serial' })
// Each passphrase costs a second of work and more on a busy machine.
test.setTimeout(300_000)

const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const account = privateKeyToAddress(key)
const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'
const awsSecret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY'
const passphrase = 'a vault of many words'
const secrets = [key.slice(2), 'sausage worth useful', awsSecret, 'provider-key-0123456789', passphrase]

const folder = mkdtempSync(join(tmpdir(), 'kroma-keys-'))
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const common = ['NETWORK_NAME=sepolia', 'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true']
const good = [
  ...common,
  `VALIDATOR_PRIVATE_KEY="${key}"`,
  'KROMA_VALIDATOR__L1_RPC_ENDPOINT=https://l1.example/provider-key-0123456789',
  'KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  `KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY=${awsSecret}`
].join('\r\n')

let browser: Browser
let app: AppProcess
let page: Page

test.beforeAll(async () => {
  browser = await openBrowser()
})
test.afterAll(async () => {
  await browser?.close()
  await app?.kill()
  rmSync(folder, { recursive: true, force: true })
})

const show = async (options: Parameters<typeof startApp>[0]): Promise<void> => {
  app = await startApp({ dataFolder: join(folder, 'data'), ...options })
  page = (await openView(browser, app.url)).page
}
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const box = (name: string) => page.getByRole('textbox', { name, exact: true })
const choose = async (path: string, name: string | RegExp): Promise<void> => {
  const chooser = page.waitForEvent('filechooser')
  await press(name)
  await (await chooser).setFiles(path)
}
const axe = async (): Promise<string[]> =>
  (await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`
  )
/** Keeps every text that a status shows from now on, however short it stays. */
const noteStatuses = (): Promise<void> =>
  page.evaluate(() => {
    const noted: string[] = []
    Object.assign(window, { noted })
    const look = (): void => {
      for (const status of document.querySelectorAll('[role=status]')) noted.push(status.textContent ?? '')
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
async function expectNothingShown(): Promise<void> {
  const content = await page.content()
  for (const secret of secrets) expect(content).not.toContain(secret)
}

test('a file that is none, or says two things at once, is refused in words', async () => {
  await show({ firstStart: true })
  await press(/docker/i)
  await choose(file('large.env', Buffer.alloc(100_000_000, 'A')), 'Choose the .env file')
  await expect(page.getByText('larger than 32 KB')).toBeVisible()
  await choose(file('zero.env', 'A=1\0'), 'Choose the .env file')
  await expect(page.getByText('This is not a text file in UTF-8')).toBeVisible()
  await choose(file('both.env', `${good}\nVALIDATOR_MNEMONIC=${words}\nX=$(rm -rf /)\n`), 'Choose the .env file')
  await expect(page.getByText('A private key and a mnemonic are both set')).toBeVisible()
  await expect(page.getByRole('checkbox', { name: /validator’s key into the vault/ })).toBeDisabled()
  await expectNothingShown()
  expect(await axe()).toEqual([])
  await press('Choose another file')
})

test('a good one is shown with its secrets masked, and imported into a vault that is made on the way', async () => {
  await choose(file('good.env', good), 'Choose the .env file')
  await expect(page.getByText(account)).toBeVisible()
  await expect(page.getByRole('cell', { name: '[secret]' }).first()).toBeVisible()
  await expect(page.getByRole('cell', { name: 'https://l1.example', exact: true })).toBeVisible()
  await expect(page.getByText('The AWS key stood in plain text')).toBeVisible()
  await expectNothingShown()
  await box('New passphrase').fill(passphrase)
  await box('The same once more').fill(`${passphrase}!`)
  await expect(page.getByText('These two differ.')).toBeVisible()
  await box('The same once more').fill(passphrase)
  await box('The same once more').press('Enter')
  await press('Import')
  await expect(page.getByRole('heading', { name: 'Now delete the file' })).toBeVisible()
  await expect(page.getByText('The key is in the vault. The AWS key is in the vault.')).toBeVisible()
  expect(await axe()).toEqual([])
  await press('Next')
  await expect(page.getByText('Network and nodes')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'Sepolia' })).toBeChecked()
  expect(await app.stop()).toBe(0)
})

test('a locked vault is unlocked with the keyboard alone; wrong passphrases slow it down and never lock it', async () => {
  const config = {
    network: 'sepolia',
    rpc: { l1: ['http://127.0.0.1:9'], l2: ['http://127.0.0.1:9'], rollup: ['http://127.0.0.1:9'] },
    key: { source: 'vault' }
  }
  await show({ args: ['--config', file('config.json', JSON.stringify(config))] })
  const unlock = page.getByRole('button', { name: 'Unlock it' })
  await expect(page.getByText('The vault is locked. The validator waits for its key.')).toBeVisible()
  await unlock.focus()
  await page.keyboard.press('Enter')
  const field = box('Passphrase of the vault')
  await expect(field).toBeFocused()
  await noteStatuses()
  for (let i = 0; i < 4; i++) {
    await field.focus()
    await page.keyboard.type(`wrong ${i}`)
    await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeEnabled({ timeout: 30_000 })
    await page.keyboard.press('Enter')
    await expect(page.getByText('does not open the vault')).toBeVisible({ timeout: 30_000 })
    await expect(field).toBeEnabled()
  }
  expect(await axe()).toEqual([])
  const noted = await page.evaluate(() => (window as unknown as { noted: string[] }).noted)
  expect(noted.join()).toMatch(/The next try in [12] s/)
  await field.focus()
  await page.keyboard.type(passphrase)
  await expect(page.getByRole('button', { name: 'Unlock', exact: true })).toBeEnabled({ timeout: 30_000 })
  await page.keyboard.press('Enter')
  await expect(unlock).toBeHidden()
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('the kept key is saved as a keystore by its owner, and by nobody else', async () => {
  await page.goto(page.url().replace(/#.*$|$/, '#/settings/key'))
  await press('Save the key as a keystore file')
  const panel = page.getByRole('group').filter({ hasText: 'Passphrase for the file' })
  await panel.getByRole('textbox', { name: 'Passphrase for the file', exact: true }).fill('for my safe')
  await panel.getByRole('textbox', { name: 'The same once more', exact: true }).fill('for my safe')
  await page.getByText('I know that whoever has this file').click()
  await box('Passphrase of the vault').fill('not the one')
  await press('Save the keystore')
  await expect(page.getByText('does not open the vault')).toBeVisible()
  await box('Passphrase of the vault').fill(passphrase)
  const download = page.waitForEvent('download')
  await press('Save the keystore')
  const saved = await download
  expect(saved.suggestedFilename()).toBe(`validator-keystore-${account.slice(0, 10)}.json`)
  const text = readFileSync(await saved.path(), 'utf8')
  const opened = await decryptKeystore({ text, path: 'saved', passphrase: new Secret('for my safe') })
  expect(opened.reveal()).toBe(key)
  await expectNothingShown()
  expect(await axe()).toEqual([])
  expect(await app.stop()).toBe(0)
})
