import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { privateKeyToAddress } from 'viem/accounts'
import { type Desktop, startDesktop, test } from '../../drivers/desktop.ts'
import { pastFirstStart } from '../../drivers/past-first-start.ts'

// A machine without a key ring has none in Electron itself either; the double always has one.
test.skip(({ kind }) => kind === 'electron', 'the system under the test may have no key chain')

const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const folder = mkdtempSync(join(tmpdir(), 'kroma-keychain-'))
const data = join(folder, 'data')
const config = join(folder, 'config.json')
test.beforeAll(() => {
  const rpc = { l1: ['http://127.0.0.1:9'], l2: ['http://127.0.0.1:9'], rollup: ['http://127.0.0.1:9'] }
  writeFileSync(config, JSON.stringify({ network: 'sepolia', rpc, key: { source: 'vault' } }))
  pastFirstStart(data)
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

const start = (): Promise<Desktop> => startDesktop('double', data, ['--config', config])
const vaultOf = (page: Page) => page.evaluate(async () => await window.kroma?.invoke('vault.state', undefined))

test('a key is kept by the system’s key chain: no passphrase is chosen, and none is asked for at the next start', async () => {
  const first = await start()
  const { page } = first
  await page.getByRole('button', { name: 'Import it' }).click()
  await page.getByRole('textbox', { name: 'Private key', exact: true }).fill(key)
  await page.getByRole('button', { name: 'Read the key' }).click()
  await expect(page.getByText(privateKeyToAddress(key))).toBeVisible()
  await page.getByRole('button', { name: 'Keep it in the vault' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByText('There is no validator’s key yet.')).toBeHidden()
  const file = join(data, 'vault.json')
  const text = readFileSync(file, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ version: 1, kind: 'keychain' })
  expect(text).not.toContain(key.slice(2))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await first.app.close()

  const second = await start()
  const opened = { ok: true, value: { state: 'open', kind: 'keychain', account: privateKeyToAddress(key) } }
  await expect.poll(() => vaultOf(second.page)).toMatchObject(opened)
  await expect(second.page.getByText('The vault is locked.')).toBeHidden()
  expect(await second.page.content()).not.toContain(key.slice(2))
  await second.app.close()
})
