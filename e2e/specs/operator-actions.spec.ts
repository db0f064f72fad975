import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { encodeAbiParameters, keccak256, numberToHex, parseEther } from 'viem'
import { asOwn } from '../../main/engine/actions/testing/action-stage.ts'
import { missRounds } from '../../main/practice/drills/miss-rounds.ts'
import { sendAllOwn } from '../../main/practice/l1-transactions.ts'
import { protocolReader } from '../../main/practice/read-contract.ts'
import { assetManagerAbi } from '../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../shared/contracts/abi/governance-token.ts'
import type { Address } from '../../shared/domain/hex.ts'
import { openBrowser, openView, type View } from '../drivers/browser.ts'
import { startValidatorStage, type ValidatorStage } from '../drivers/validator-stage.ts'
import { type StakePage, stakePage } from '../pages/stake-page.ts'

/** Everything that the validator's own key does by hand, from the registration on; the tests follow each other on one network. */
test.describe.configure({ mode: 'serial' })

let stage: ValidatorStage
let browser: Browser
let view: View
let page: Page
let stake: StakePage

test.beforeAll(async ({ browserName: _ }, info) => {
  stage = await startValidatorStage(info.outputPath())
  browser = await openBrowser()
  view = await openView(browser, stage.app.url)
  page = view.page
  // A machine without a Ledger, whose user closes the browser's question.
  await page.addInitScript(() => {
    const hid = { getDevices: async () => [], requestDevice: async () => [] }
    Object.defineProperty(Navigator.prototype, 'hid', { value: hid })
  })
  await page.reload()
  stake = stakePage(page)
})
test.afterAll(async () => {
  await browser?.close()
  await stage?.stop()
})

const axe = async (): Promise<string[]> =>
  (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const progress = () => stake.step('Progress')
const done = (event: string) => expect(progress()).toContainText(event, { timeout: 30_000 })
const verified = (row: RegExp) =>
  expect(progress().getByRole('row', { name: row })).toContainText('as expected', { timeout: 30_000 })
const act = async (): Promise<void> => {
  await stake.review(30_000)
  await stake.signWithKey()
}

test('register: says at the field what is wrong with it', async () => {
  await page.getByRole('link', { name: 'Stake', exact: true }).click()
  await expect(page.getByRole('link', { name: /^Register/ })).toBeVisible({ timeout: 60_000 })
  await stake.open('stake/register')
  await stake.type('Amount', '10000')
  for (const [typed, words] of [
    ['101', '0 to 100 percent'],
    ['5.5', 'a whole number'],
    ['-1', '0 to 100 percent']
  ] as const) {
    await stake.type('Commission', typed)
    await expect(stake.step('What to do')).toContainText(words)
    await expect(page.getByLabel('Commission', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(stake.reviewButton).toBeDisabled()
  }
  await stake.type('Commission', '12')
  for (const [typed, words] of [
    [`0x${'0'.repeat(40)}`, 'what goes there is lost'],
    ['0x1234', '0x and 40 digits'],
    ['0x52908400098527886E0F7030069857D2E4169Ee7', 'a typing error']
  ] as const) {
    await stake.type('Withdraw account', typed)
    await expect(stake.step('What to do')).toContainText(words)
    await expect(stake.reviewButton).toBeDisabled()
  }
  await stake.type('Withdraw account', stage.newcomer.address)
  await expect(stake.step('Conditions')).toContainText('a warning, not an obstacle')
  await stake.type('Withdraw account', stage.network.accounts.delegator.address)
  for (const [typed, words] of [
    ['9999.999999999999999999', /10,000 KRO/],
    ['60000', /wallet/i]
  ] as const) {
    await stake.type('Amount', typed)
    await expect(page.getByLabel('Amount', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(stake.step('Conditions')).toContainText(words)
  }
  expect(await axe()).toEqual([])
})

test('register: an exact approval, then the registration', async () => {
  await stake.type('Amount', '10000')
  await stake.review(30_000)
  await expect(stake.step('Transaction')).toContainText('GovernanceToken.approve')
  await expect(stake.step('Transaction')).toContainText('10,000 KRO')
  await stake.signWithKey()
  await done('Approval')
  await page.getByRole('button', { name: 'Continue with step 2' }).click()
  await expect(stake.step('Transaction')).toContainText('ValidatorManager.registerValidator')
  await stake.signWithKey()
  await done('ValidatorRegistered')
  await expect(progress().getByRole('row', { name: /Withdraw account/ })).toContainText('as expected')
  await expect(progress().getByRole('row', { name: /Status/ })).toContainText('Registered')
})

test('activate: once others have delegated enough', async () => {
  await stake.open('stake')
  await expect(page.getByRole('link', { name: /^Activate/ })).toContainText('no need', { timeout: 30_000 })
  const { network, newcomer } = stage
  const { delegator } = network.accounts
  const wei = parseEther('10000')
  const token = (functionName: string, args: unknown[]) =>
    asOwn(delegator, network.addresses.GovernanceToken, { abi: governanceTokenAbi, functionName, args })
  const delegation = asOwn(delegator, network.addresses.AssetManager, {
    abi: assetManagerAbi,
    functionName: 'delegate',
    args: [newcomer.address, wei]
  })
  const transactions = [token('approve', [network.addresses.AssetManager, wei]), delegation]
  await stage.still(() => sendAllOwn({ l1: network.l1.rpc, transactions, mine: () => network.mine(1) }))
  await stake.open('stake/activate')
  await act()
  await done('ValidatorActivated')
})

test('deposit: Max fills in what the wallet has', async () => {
  await stake.open('stake/deposit')
  await page.getByRole('button', { name: 'Max' }).click()
  await expect(page.getByLabel('Amount', { exact: true })).toHaveValue('40000')
  await stake.type('Amount', '1500.25')
  await act()
  await done('Approval')
  await page.getByRole('button', { name: 'Continue with step 2' }).click()
  await stake.signWithKey()
  await done('Deposited')
  await expect(
    progress()
      .getByRole('row', { name: /Own KRO/ })
      .last()
  ).toContainText(/10,000 KRO.*11,500\.25 KRO/s)
})

test('commission: not to what it is, begun, and ended when its time has come', async () => {
  await stake.open('stake/commission-init')
  await stake.type('Commission', '12')
  await expect(page.getByLabel('Commission', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await expect(stake.reviewButton).toBeDisabled()
  await stake.type('Commission', '15')
  await act()
  await done('ValidatorCommissionChangeInitiated')
  await stake.open('stake/commission-finalize')
  await expect(stake.step('Conditions')).toContainText(/not met/)
  await expect(stake.reviewButton).toBeDisabled()
  await stage.still(() => stage.network.warp(stage.network.params.commissionChangeDelay))
  await act()
  await done('ValidatorCommissionChangeFinalized')
  await expect(progress().getByRole('row', { name: /Commission/ })).toContainText(/12 %.*15 %/s)
})

test('while it waits: replaced with a higher fee, then cancelled', async () => {
  await stake.open('stake/commission-init')
  await page.reload()
  await stake.type('Commission', '20')
  await stake.review(30_000)
  await stage.hold()
  await stake.signWithKey()
  await expect(progress().getByRole('button', { name: 'Raise the fee' })).toBeVisible({ timeout: 20_000 })
  await stake.open('overview')
  await expect(page.getByRole('list', { name: 'Transactions under way' })).toContainText('Change of the commission')
  await stake.open('stake/commission-init')
  await progress().getByRole('button', { name: 'Raise the fee' }).click()
  await stake.signWithKey()
  await expect(progress()).toContainText('with a higher fee', { timeout: 20_000 })
  await progress().getByRole('button', { name: 'Cancel it' }).click()
  await expect(stake.step('Transaction')).toContainText('A transfer of nothing')
  await stake.signWithKey()
  await expect(progress().getByRole('button', { name: 'Cancel it' })).toHaveCount(0)
  await expect(progress().getByText('waits for a block', { exact: true })).toHaveCount(3)
  stage.go()
  await expect(progress()).toContainText('cancelled', { timeout: 30_000 })
  await stake.open('stake')
  await expect(page.getByRole('region', { name: 'Clocks' })).toContainText(/Commission change\s*none under way/)
})

test('unjail: in words while the term runs, and out when it is over', async () => {
  const { network, newcomer } = stage
  // The first rounds only catch up with the time that has passed.
  const inJail = () => protocolReader(network).manager('inJail', newcomer.address)
  await stage.still(async () => {
    for (let i = 0; i < 30 && !(await inJail()); i++) await missRounds(network, newcomer.address, 1)
  })
  await expect(page.getByRole('region', { name: 'Clocks' })).toContainText(/Jail\s*\d{2}:\d{2}/, { timeout: 30_000 })
  await expect(page.getByText('Not drawn while in jail.')).toBeVisible()
  await stake.open('stake/unjail')
  await expect(stake.reviewButton).toBeDisabled()
  await stage.still(() => network.warp(network.params.softJail))
  await act()
  await done('ValidatorUnjailed')
  await expect(progress().getByRole('row', { name: /In jail/ })).toContainText(/yes.*no/s)
})

test('the old pool: bonds released, and its ETH taken out', async () => {
  const { network, newcomer } = stage
  const { ValidatorPool } = network.addresses
  const set = (place: `0x${string}`, value: bigint) =>
    network.l1.rpc('anvil_setStorageAt', [ValidatorPool, place, numberToHex(value, { size: 32 })])
  const mapping = (type: 'address' | 'uint256', key: Address | bigint, slot: bigint) =>
    keccak256(encodeAbiParameters([{ type }, { type: 'uint256' }] as const, [key as never, slot]))
  await network.l1.rpc('anvil_setBalance', [ValidatorPool, numberToHex(parseEther('2'))])
  // Less than the bond that made a validator there.
  await set(mapping('address', newcomer.address, 0n), parseEther('0.05'))
  await set(mapping('uint256', 0n, 1n), (BigInt(network.nowSec()) << 128n) | 7n)
  await stake.open('stake')
  await expect(page.getByRole('link', { name: /^Release old bonds/ })).toBeVisible({ timeout: 30_000 })
  await stake.open('stake/v1-unbond')
  await act()
  await done('Unbonded')
  await stake.open('stake/v1-withdraw')
  await stake.type('Amount', '0.06')
  await expect(page.getByLabel('Amount', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await stake.type('Amount', '0.01')
  await act()
  await verified(/ETH in the old pool/)
  await stake.open('stake/v1-withdraw-to')
  await stake.type('Amount', '0.04')
  await stake.type('To', network.accounts.delegator.address)
  await act()
  await verified(/ETH in the old pool/)
})

test('withdraw: asks the browser for a Ledger, and says what to do where there is none', async () => {
  const { network } = stage
  await stage.still(() => network.warp(network.params.minDelegationPeriod))
  await stake.open('stake/withdraw')
  await stake.type('Amount', '1')
  await stake.review(30_000)
  await stake.sign()
  await expect(stake.alert).toContainText('No access to the Ledger', { timeout: 20_000 })
  await expect(stake.alert).toContainText('udev rule for Linux')
  await expect(stake.alert).toContainText('ATTRS{idVendor}=="2c97"')
  await stake.alert.getByRole('button', { name: 'Copy' }).click()
  await expect(stake.alert.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await axe()).toEqual([])
  await page.getByRole('button', { name: 'Back' }).click()
})

test('keeps what was done, and complained about nothing in the browser', async () => {
  await stake.open('stake')
  const past = page.getByRole('region', { name: 'Signed before' })
  await expect(past.getByRole('listitem')).toHaveCount(10)
  expect(await axe()).toEqual([])
  expect(view.problems).toEqual([])
})
