import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { challengeKey } from '../../app/challenge-link.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { challengeScenarios } from '../../dev/challenge-scenarios.ts'
import { type FixtureOptions, fixtureBridge } from '../../dev/fixture.ts'
import type { ScenarioName } from '../../dev/scenarios.ts'
import { ChallengeDetail } from './challenge-detail.tsx'
import { Challenges } from './challenges.tsx'

// Server renders show the clock of the machine.
const nowMs = Math.floor(Date.now() / 1000) * 1000
const timers = { nowMs: () => nowMs, after: () => () => {} }
const names = Object.keys(challengeScenarios) as (keyof typeof challengeScenarios)[]

const render = async (name: ScenarioName, element: React.ReactNode, options: FixtureOptions = {}): Promise<string> => {
  const engine: Engine = {
    bridge: fixtureBridge(name, { nowMs: () => nowMs, ...options }),
    store: createStore(fixtureBridge(name, { nowMs: () => nowMs, ...options }), timers)
  }
  await engine.store.refresh()
  const html = renderToString(<EngineContext value={engine}>{element}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}
const list = (name: ScenarioName, options?: FixtureOptions) => render(name, <Challenges />, options)
const detail = (name: keyof typeof challengeScenarios) => {
  const [row] = challengeScenarios[name](nowMs).challenges
  if (row === undefined) throw new Error('the scenario has no challenge')
  return render(name, <ChallengeDetail id={row} focus={false} />)
}
const holes = /undefined|NaN|\[object|Invalid Date/

describe('challenges', () => {
  it.each(names)('%s: a list with one heading and no holes', async (name) => {
    const html = await list(name)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(holes)
    const open = challengeScenarios[name](nowMs).challenges.filter(({ outcome }) => outcome === null)
    for (const row of open) expect(html).toContain(challengeKey(row))
  })

  it.each(names)('%s: one challenge with one heading and no holes', async (name) => {
    const html = await detail(name)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(holes)
    const [row] = challengeScenarios[name](nowMs).challenges
    for (const { txHash } of row?.moves ?? []) expect(html).toContain(txHash.slice(0, 6))
    expect(html).toContain('Export case')
  })

  it('puts my own first, the most urgent on top', async () => {
    const html = await list('challenge-several')
    const titles = [...html.matchAll(/data-challenge="[^"]*">([^<]*)</g)].map(([, title]) => title)
    expect(titles).toEqual([
      '0x3c44…93bc challenges your output 12,840',
      'You challenge output 12,838 of 0x90f7…b906',
      '0x90f7…b906 challenges your output 12,840',
      '0x15d3…6a65 challenges output 12,839 of 0x3c44…93bc'
    ])
  })

  it('shows whose move it is, until when, and why nothing is sent', async () => {
    expect(await detail('challenged')).toContain('left for your move')
    expect(await detail('challenging')).toContain('left for the asserter’s move')
    const alert = await detail('challenge-alert')
    expect(alert).toContain('No move is made: not even the start is agreed')
    expect(alert).toContain('What to do:')
    expect(alert).toContain('Block 23,110,920')
  })

  it('shows the proof as far as it is', async () => {
    const html = await detail('challenge-proving')
    expect(html).toContain('zkVM proof of block 23,107,853')
    expect(html).toMatch(/Make the proof <span[^>]*>\(under way\)/)
    expect(html).toContain('request 0x8f21c')
    expect(await detail('challenge-proof-failed')).toMatch(/Make the proof <span[^>]*>\(failed\)/)
  })

  it('shows the transaction under way', async () => {
    expect(await detail('challenge-sending')).toContain('Move in the challenge of output 214')
  })

  it('shows what was won and lost', async () => {
    expect(await detail('challenge-won')).toMatch(/Won<\/dt><dd><span[^>]*>.*4,000/)
    expect(await detail('challenge-lost')).toMatch(/Lost<\/dt><dd><span[^>]*>.*5,000/)
  })

  it('says what cannot be drawn yet', async () => {
    expect(await detail('challenge-unread')).toContain('have not been read yet')
  })

  it('waits for the app, and says so when it does not answer', async () => {
    expect(await list('challenged', { failWith: 'IPC_NOT_READY' })).toContain('The app is still starting.')
    const id = { outputIndex: 1n, challenger: `0x${'ab'.repeat(20)}` as const, createdAtSec: 5 }
    expect(await render('waiting', <ChallengeDetail id={id} focus={false} />)).toContain('Looking for the challenge')
  })
})
