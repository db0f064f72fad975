import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { type FixtureOptions, fixtureBridge } from '../../dev/fixture.ts'
import { type ScenarioName, scenarios } from '../../dev/scenarios.ts'
import { Overview } from './overview.tsx'

const nowMs = 1_795_000_000_000
const timers = { nowMs: () => nowMs, after: () => () => {} }

const render = async (name: ScenarioName, options: FixtureOptions = {}): Promise<string> => {
  const bridge = fixtureBridge(name, { nowMs: () => nowMs, ...options })
  const engine: Engine = { bridge, store: createStore(bridge, timers) }
  await engine.store.refresh()
  const html = renderToString(
    <EngineContext value={engine}>
      <Overview />
    </EngineContext>
  )
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}

describe('overview', () => {
  it.each(Object.keys(scenarios) as ScenarioName[])('%s: one headline, no holes', async (name) => {
    const html = await render(name)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/undefined|NaN|\[object|Invalid Date/)
    expect(html).toContain('Money')
  })

  it('shows the checks while the engine starts and why one failed', async () => {
    expect(await render('first-start')).toContain('checking…')
    expect(await render('failed-gate')).toContain('The L1 endpoint is on chain 1')
  })

  it('shows the transaction under way with its attempts', async () => {
    const html = await render('my-round')
    expect(html).toContain('attempt 2')
    expect(html).toContain('34.21 gwei')
  })

  it('says how far the bond is short', async () => {
    expect(await render('bond-short')).toContain('next bond: 3,796 KRO short')
  })

  it('puts open challenges above everything else, and keeps no place for none', async () => {
    const html = await render('challenge-several')
    expect(html).toMatch(/data-open="true".*Open challenges.*What happens next/s)
    expect(html).toContain('1 between other validators')
    expect(await render('challenge-won')).not.toContain('Open challenges')
  })

  it('says why signing is paused, what to do, and how to go on; otherwise keeps no place for it', async () => {
    const html = await render('signing-paused')
    expect(html).toMatch(/data-open="true".*somebody else uses this key.*What happens next/s)
    expect(html).toContain('Resume signing')
    expect(html).toContain('move what can be moved')
    expect(html).toContain('was mined with nonce 432 of this account.<')
    expect(html.match(/Signing is paused: make sure/g)).toHaveLength(1)
    expect(await render('waiting')).not.toContain('Resume signing')
  })

  it('asks the owner of a Ledger, with the way to sign', async () => {
    const html = await render('ledger-asked')
    expect(html).toContain('Output 1,285 waits for your signature')
    expect(html).toContain('href="#/stake/submit-output"')
    expect(await render('my-round')).not.toContain('#/stake/submit-output')
  })

  it('explains an app that does not answer', async () => {
    expect(await render('waiting', { failWith: 'IPC_DISCONNECTED' })).toContain('The connection to the app is lost.')
  })
})
