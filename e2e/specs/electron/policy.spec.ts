import { expect } from '@playwright/test'
import { noElectron, test } from '../../drivers/electron.ts'
import { policyHolds, probePolicy } from '../../drivers/probe-policy.ts'

test.skip(noElectron !== null, noElectron ?? '')

test('the page runs without breaking its own policy', async ({ desktop }) => {
  await expect(desktop.page.locator('#root > *').first()).toBeVisible()
  expect(desktop.problems).toEqual([])
})

test('no code but the built one runs, and nothing is sent anywhere', async ({ desktop }) => {
  expect(await probePolicy(desktop.page)).toEqual(policyHolds)
})
