import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { type Browser, expect, test } from '@playwright/test'
import { systemClock } from '../../main/engine/runtime/clock.ts'
import { createPublisher } from '../../main/ipc/publish.ts'
import { recordingLog } from '../../main/ipc/recording-log.ts'
import { type BrowserServer, startBrowserServer } from '../../main/shell/browser/browser-server.ts'
import { openBrowser, openView } from '../drivers/browser.ts'
import { policyHolds, probePolicy } from '../drivers/probe-policy.ts'

const rendererDir = resolve(import.meta.dirname, '../../out/renderer')
let browser: Browser
let server: BrowserServer

test.beforeAll(async () => {
  browser = await openBrowser()
})
test.afterAll(() => browser.close())
test.beforeEach(async () => {
  const publisher = createPublisher({ clock: systemClock })
  server = await startBrowserServer({ rendererDir, port: 0, clock: systemClock, log: recordingLog(), publisher })
})
test.afterEach(() => server.close())

test('a link opens the app once; reloading works, another browser needs another link', async () => {
  const link = server.newLink()
  const { page, context } = await openView(browser, link)
  await expect(page.locator('#root > *').first()).toBeVisible()
  expect(page.url()).toBe(`http://127.0.0.1:${server.port}/`)
  await page.reload()
  await expect(page.locator('#root > *').first()).toBeVisible()
  const other = await openView(browser, link)
  await expect(other.page.getByRole('heading')).toHaveText('This link has been used or has run out')
  await other.page.goto(`http://localhost:${server.port}/`)
  await expect(other.page.getByRole('heading')).toHaveText('This browser is not signed in')
  await other.page.goto(server.newLink())
  await expect(other.page.locator('#root > *').first()).toBeVisible()
  await Promise.all([context.close(), other.context.close()])
})

test('the built page breaks no rule of its own policy, and the policy holds', async () => {
  const { page, context, problems } = await openView(browser, server.newLink())
  await expect(page.locator('#root > *').first()).toBeVisible()
  expect(problems).toEqual([])
  expect(await probePolicy(page)).toEqual(policyHolds)
  await context.close()
})

test('the page may use a Ledger, and no other device', async () => {
  const { page, context } = await openView(browser, server.newLink())
  await expect(page.locator('#root > *').first()).toBeVisible()
  const answers = await page.evaluate(() => {
    const { featurePolicy } = document as unknown as { featurePolicy: { allowsFeature(name: string): boolean } }
    const allowed = ['hid', 'usb', 'serial', 'camera', 'microphone'].filter((name) => featurePolicy.allowsFeature(name))
    return { secure: isSecureContext, there: 'hid' in navigator, allowed }
  })
  expect(answers).toEqual({ secure: true, there: true, allowed: ['hid'] })
  await context.close()
})

test('another page of this machine can neither frame the app, nor read it, nor talk to it', async () => {
  const stranger = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>stranger</title>')
  })
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
  const { page, context } = await openView(browser, server.newLink())
  await expect(page.locator('#root > *').first()).toBeVisible()
  await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`)
  const reached = await page.evaluate(async (port) => {
    const origin = `http://127.0.0.1:${port}`
    const socket = await new Promise((done) => {
      const opened = new WebSocket(`ws://127.0.0.1:${port}/ipc`)
      opened.onopen = () => done('open')
      opened.onerror = () => done('refused')
    })
    const read = await fetch(`${origin}/`, { credentials: 'include' }).then(
      () => 'read',
      () => 'refused'
    )
    const script = await new Promise((done) => {
      const element = document.createElement('script')
      element.src = `${origin}/theme-boot.js`
      element.onload = () => done('ran')
      element.onerror = () => done('refused')
      document.head.append(element)
    })
    const frame = document.createElement('iframe')
    frame.src = origin
    const framed = await new Promise((done) => {
      frame.onload = () => done('loaded')
      document.body.append(frame)
    }).then(() => (frame.contentDocument === null ? 'nothing to see' : 'readable'))
    return { socket, read, script, framed }
  }, server.port)
  expect(reached).toEqual({ socket: 'refused', read: 'refused', script: 'refused', framed: 'nothing to see' })
  const shown = page.frames()[1]
  expect(await shown?.locator('#root').count()).toBe(0)
  await context.close()
  await new Promise((done) => stranger.close(done))
})
