import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { type AppProcess, openBrowser, openView, startApp, type View } from '../drivers/browser.ts'
import { type StakePage, stakePage } from '../pages/stake-page.ts'

/** A withdrawal, and a commission change, on the practice Ledger; the tests follow each other on one running app. */
test.describe.configure({ mode: 'serial' })

/** The waiting time since the registration is a minute on the practice network. */
const withinWaitingTimeMs = 120_000

const axe = async (page: Page) =>
  (await new AxeBuilder({ page }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)
const sidewaysOf = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector('main')
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0)
    )
  })

/** Goes on by keyboard alone to what has this name. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let i = 0; i < 60; i++) {
    const focused = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      return at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
    })
    if (name.test(focused)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no ${name} among the tab stops`)
}

test.describe('with the withdraw account on the Ledger', () => {
  let app: AppProcess
  let browser: Browser
  let view: View
  let stake: StakePage

  test.beforeAll(async () => {
    app = await startApp()
    browser = await openBrowser()
    view = await openView(browser, app.url)
    stake = stakePage(view.page)
  })
  test.afterAll(async () => {
    await browser?.close()
    await app?.kill()
  })

  test('shows money, clocks, accounts and every action', async () => {
    const { page } = view
    await page.getByRole('link', { name: 'Stake', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Stake' })).toBeVisible()
    await expect(page.getByText('Chance of priority')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'Accounts' })).toContainText('Ledger')
    await expect(page.getByRole('link', { name: /^Withdraw/ })).toBeVisible()
    expect(await axe(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axe(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

  test('has the Ledger on the Practice screen', async () => {
    const { page } = view
    await page.getByRole('link', { name: 'Practice', exact: true }).click()
    await expect(stake.device).toContainText('Application is ready')
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Lock', exact: true }).click()
    await expect(stake.device).toContainText('Enter the PIN')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await expect(stake.device).toContainText('Application is ready')
  })

  test('says at the field what is wrong with an amount, and lets nothing of it be signed', async () => {
    const { page } = view
    await stake.open('stake/withdraw')
    for (const [typed, words] of [
      ['1,000', 'without commas'],
      ['1e3', 'Write the number out'],
      ['-5', 'cannot be negative'],
      ['0.1234567890123456789', '18 decimals at most'],
      [`${2n ** 128n}`, 'more than there can ever be'],
      ['ten', 'not a number'],
      ['500000', 'More than what is free']
    ] as const) {
      await stake.type('Amount', typed)
      await expect(stake.step('What to do')).toContainText(words)
      await expect(page.getByLabel('Amount', { exact: true })).toHaveAttribute('aria-invalid', 'true')
      await expect(stake.reviewButton).toBeDisabled()
    }
    await expect(stake.step('Transaction')).toContainText('would be refused')
    await expect(stake.step('Signature').getByRole('button')).toHaveCount(0)
    expect(await axe(page)).toEqual([])
  })

  test('fills in all that is free, and tells what would come of it', async () => {
    const { page } = view
    await page.getByRole('button', { name: 'Max' }).click()
    await expect(page.getByLabel('Amount', { exact: true })).toHaveValue(/^\d+(\.\d+)?$/)
    await expect(stake.step('What to do')).toContainText('Exited', { timeout: 20_000 })
  })

  test('prepares a withdrawal once the waiting time is over, in words and as the Ledger will show it', async () => {
    test.setTimeout(withinWaitingTimeMs + 60_000)
    const { page } = view
    await stake.type('Amount', '1250.5')
    await stake.review(withinWaitingTimeMs)
    const transaction = stake.step('Transaction')
    await expect(transaction).toContainText('AssetManager.withdraw')
    await expect(transaction).toContainText('1,250.5 KRO')
    await expect(transaction).toContainText(/Never more than 0\.\d+ ETH/)
    expect((await stake.linesOf(stake.expected)).map((line) => line.split(' 0x')[0]?.split(' ETH')[0])).toEqual([
      'From',
      'To',
      'Max fees',
      'Network 900',
      'Transaction hash'
    ])
    expect(await axe(page)).toEqual([])
  })

  test('rejected on the device: nothing is sent', async () => {
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    expect(await stake.linesOf(stake.device)).toEqual(await stake.linesOf(stake.expected))
    expect(await axe(view.page)).toEqual([])
    await stake.press('Reject')
    await expect(stake.alert).toContainText('You rejected it on the Ledger')
    expect(await axe(view.page)).toEqual([])
    await expect(stake.device).toContainText('Application is ready')
  })

  test('locked: asks for the PIN', async () => {
    await stake.handle('Lock', 'stake/withdraw')
    await stake.sign()
    await expect(stake.alert).toContainText('The Ledger is locked')
    await stake.handle('Unlock', 'stake/withdraw')
  })

  test('blind signing off: says where to switch it on', async () => {
    await stake.handle('Switch blind signing off', 'stake/withdraw')
    await stake.sign()
    await expect(stake.alert).toContainText('Blind signing is switched off')
    await stake.handle('Switch blind signing on', 'stake/withdraw')
  })

  test('unplugged during the request: says so at once', async () => {
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    await stake.handle('Unplug', 'stake/withdraw')
    await expect(stake.alert).toContainText('The Ledger was unplugged')
    await expect(stake.device).toContainText('Not connected')
    await stake.handle('Plug in', 'stake/withdraw')
  })

  test('another seed: notices it before anything is shown on the device', async () => {
    await stake.handle('Use another seed', 'stake/withdraw')
    await stake.sign()
    await expect(stake.alert).toContainText(/another Ledger|does not hold the account/)
    await expect(stake.device).toContainText('Application is ready')
    await stake.handle('Use its own seed', 'stake/withdraw')
  })

  test('approved: followed to the verified change of the balances', async () => {
    const { page } = view
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    expect(await stake.linesOf(stake.device)).toEqual(await stake.linesOf(stake.expected))
    await stake.press('Approve')
    const progress = stake.step('Progress')
    await expect(progress.getByRole('row', { name: /KRO in the withdraw account/ })).toContainText(
      /0 KRO\s*1,250\.5 KRO\s*as expected/,
      { timeout: 60_000 }
    )
    await expect(progress.getByRole('row', { name: /Own KRO/ })).toContainText('as expected')
    await expect(progress).toContainText('Withdrawn')
    expect(await axe(page)).toEqual([])
    await page.getByRole('link', { name: 'Stake', exact: true }).click()
    await expect(page.getByRole('region', { name: 'KRO', exact: true })).toContainText('1,250.5 KRO', {
      timeout: 30_000
    })
    await expect(page.getByRole('region', { name: 'Signed before' })).toContainText('Checked on chain')
  })

  test('is usable with the keyboard alone: a withdrawal, from the list of actions to the verified balance', async () => {
    const { page } = view
    await stake.open('stake')
    await expect(page.getByRole('heading', { level: 1, name: 'Stake' })).toBeFocused()
    await tabTo(page, /^Withdraw/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Withdraw' })).toBeFocused()
    // The one before is still shown: its end is left behind first.
    await tabTo(page, /^Start another one$/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Amount$/)
    await page.keyboard.type('7.5')
    await expect(stake.reviewButton).toBeEnabled({ timeout: 20_000 })
    await tabTo(page, /^Review the transaction$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Signature' })).toBeFocused()
    await tabTo(page, /^Sign on the Ledger$/)
    await page.keyboard.press('Enter')
    await expect(stake.device).toContainText('Review transaction')
    await tabTo(page, /^Approve/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Progress' })).toBeFocused({ timeout: 20_000 })
    const row = stake.step('Progress').getByRole('row', { name: /KRO in the withdraw account/ })
    await expect(row).toContainText(/1,258 KRO\s*as expected/, { timeout: 60_000 })
  })

  test('is usable with the keyboard alone: a commission change, signed by the key after a question', async () => {
    const { page } = view
    await stake.open('stake/commission-init')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await tabTo(page, /^Commission$/)
    await page.keyboard.type('12')
    await expect(stake.reviewButton).toBeEnabled({ timeout: 20_000 })
    await tabTo(page, /Review the transaction/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Signature' })).toBeFocused()
    await tabTo(page, /^Sign and send$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alertdialog')).toContainText('12 %')
    await tabTo(page, /^Sign and send$/)
    await page.keyboard.press('Enter')
    await expect(stake.step('Progress')).toContainText(/Pending commission.*12 %/s, { timeout: 60_000 })
    await stake.open('stake')
    await expect(page.getByRole('region', { name: 'Clocks' })).toContainText(/Commission change\s*\d{2}:\d{2}/)
  })

  test('fits 900 x 600 without a horizontal scroll bar', async () => {
    const { page } = view
    await page.setViewportSize({ width: 900, height: 600 })
    for (const place of ['stake', 'stake/withdraw', 'stake/deposit', 'practice']) {
      await stake.open(place)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await sidewaysOf(page)).toBeLessThanOrEqual(0)
    }
  })

  test('complained about nothing in the browser', () => {
    expect(view.problems).toEqual([])
  })
})

test.describe('with the validator itself on the Ledger', () => {
  let app: AppProcess
  let browser: Browser
  let view: View
  let stake: StakePage

  test.beforeAll(async ({ browserName: _ }, info) => {
    const config = join(info.outputPath(), 'ledger.json')
    writeFileSync(config, JSON.stringify({ network: 'practice', validatorKey: 'ledger' }))
    app = await startApp({ args: ['--config', config] })
    browser = await openBrowser()
    view = await openView(browser, app.url)
    stake = stakePage(view.page)
  })
  test.afterAll(async () => {
    await browser?.close()
    await app?.kill()
  })

  test('its round comes: told by an alert and on the Overview, rejected, then signed, and the output is on chain', async () => {
    const { page } = view
    const second = await openView(browser, page.url().replace(/#.*$/, ''), {
      storageState: await view.context.storageState()
    })
    const link = page.getByRole('link', { name: 'Sign on the Ledger' })
    await expect(link).toBeVisible({ timeout: 60_000 })
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Your signature is wanted')
    await expect(page.getByText('left of your round')).toBeVisible()
    await second.page.goto(second.page.url().replace(/#.*$|$/, '#/stake/submit-output'))
    await link.click()
    await expect(stake.step('Transaction')).toContainText('L2OutputOracle.submitL2Output')
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    expect(await stake.linesOf(stake.device)).toEqual(await stake.linesOf(stake.expected))
    await stake.press('Reject')
    await expect(stake.alert).toContainText('You rejected it on the Ledger')
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    const late = stakePage(second.page)
    await expect(late.step('Transaction')).toContainText('L2OutputOracle.submitL2Output')
    await stake.press('Approve')
    await expect(stake.step('Progress')).toContainText('OutputSubmitted', { timeout: 30_000 })

    // The other window had prepared it too: by now it is too late there.
    await expect(second.page.getByText('Nothing waits for your signature now.')).toBeVisible()
    await late.sign()
    await expect(late.device).toContainText('Review transaction')
    await late.press('Approve')
    await expect(late.alert).toContainText(/no output for you to submit now|was signed before/)
    expect(await axe(second.page)).toEqual([])
    await second.page.goto(second.page.url().replace(/#.*$/, '#/alerts'))
    await expect(second.page.getByText(/Sign output \d+ on your Ledger/).first()).toBeVisible()
    expect(second.problems).toEqual([])
    await second.context.close()
    await stake.open('outputs')
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: /you|mine/i })
        .first()
    ).toBeVisible({ timeout: 30_000 })
  })

  test('a commission change is signed on the Ledger and seen on chain', async () => {
    const { page } = view
    await page.getByRole('link', { name: 'Stake', exact: true }).click()
    await expect(page.getByText('Chance of priority')).toBeVisible({ timeout: 60_000 })
    await stake.open('stake/commission-init')
    await stake.type('Commission', '25')
    await stake.review(60_000)
    await expect(stake.step('Transaction')).toContainText('ValidatorManager.initCommissionChange')
    await stake.sign()
    await expect(stake.device).toContainText('Review transaction')
    expect(await stake.linesOf(stake.device)).toEqual(await stake.linesOf(stake.expected))
    await stake.press('Approve')
    await expect(stake.step('Progress')).toContainText(/Pending commission.*25 %/s, { timeout: 60_000 })
    await expect(stake.step('Progress')).toContainText('ValidatorCommissionChangeInitiated')
    expect(view.problems).toEqual([])
  })
})
