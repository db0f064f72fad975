import { expect, type Locator, type Page } from '@playwright/test'

export type StakePage = ReturnType<typeof stakePage>

/** The Stake and Practice screens as a user finds them. */
export function stakePage(page: Page) {
  const open = async (place: string): Promise<void> => {
    await page.goto(page.url().replace(/#.*$|$/, `#/${place}`))
  }
  const device = page.getByRole('region', { name: 'Screen of the practice Ledger' })
  const step = (name: string): Locator => page.getByRole('region', { name, exact: true })
  const signature = step('Signature')
  const linesOf = async (region: Locator): Promise<string[]> => {
    const lines = region.locator('dl > div')
    return (await lines.allInnerTexts()).map((line) => line.replace(/\s+/g, ' ').trim())
  }

  return {
    open,
    device,
    step,
    signature,
    expected: page.getByRole('region', { name: 'Your Ledger will show' }),
    linesOf,
    async type(label: string, value: string) {
      await page.getByLabel(label, { exact: true }).fill(value)
    },
    reviewButton: page.getByRole('button', { name: 'Review the transaction' }),
    /** Waits for what time alone brings, and goes on to the signature. */
    async review(withinMs: number) {
      const button = page.getByRole('button', { name: 'Review the transaction' })
      await expect(button).toBeEnabled({ timeout: withinMs })
      await button.click()
      await expect(signature.getByRole('button', { name: /^Sign/ }).last()).toBeVisible()
    },
    sign: () => signature.getByRole('button', { name: /^Sign (on the Ledger|again)$/ }).click(),
    /** By the key in the app, after its question. */
    async signWithKey() {
      await signature.getByRole('button', { name: 'Sign and send' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Sign and send' }).click()
    },
    alert: signature.getByRole('alert'),
    /** What a hand does to the Ledger on the Practice screen, and back again. */
    async handle(name: string, back: string) {
      await open('practice')
      await page.getByRole('button', { name, exact: true }).click()
      await open(back)
    },
    press: (button: 'Approve' | 'Reject') => device.getByRole('button', { name: button }).click()
  }
}
