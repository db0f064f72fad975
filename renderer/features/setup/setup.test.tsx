import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { SettingsCheck, SettingsView } from '../../../shared/domain/settings.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { settingsDouble } from '../../dev/settings-double.ts'
import { type Draft, draftFor } from './draft.ts'
import { draftOfStart } from './onboarding/draft-of-start.ts'
import { Onboarding } from './onboarding/onboarding.tsx'
import { stepProblems } from './onboarding/step-problems.ts'
import { AlertsStep, KeyStep, NodesStep, RolesStep } from './onboarding/steps.tsx'
import { SaveBar } from './settings/save-bar.tsx'
import { sectionOf, sections } from './settings/sections.ts'
import { Settings } from './settings/settings.tsx'
import { SettingsContext, type SettingsDesk } from './use-settings.ts'

const nowMs = 1_795_000_000_000
const timers = { nowMs: () => nowMs, after: () => () => {} }

const deskOf = (view: SettingsView, over: Partial<SettingsDesk> = {}): SettingsDesk => ({
  view,
  draft: view.config as Draft,
  check: { problems: [], restarts: [], caution: null },
  checking: false,
  dirty: false,
  mayChange: view.fixedBy === null,
  set: () => {},
  replace: () => {},
  discard: () => {},
  checkNow: async () => ({ problems: [], restarts: [], caution: null }),
  apply: async () => null,
  setPreferences: async () => null,
  reload: async () => {},
  ...over
})
const practice = deskOf(settingsDouble(true, false))
const sepolia = deskOf(settingsDouble(false, false))

const render = (content: React.ReactNode, desk = practice): string => {
  const bridge = fixtureBridge('waiting', { nowMs: () => nowMs })
  const engine: Engine = { bridge, store: createStore(bridge, timers) }
  const html = renderToString(
    <EngineContext value={engine}>
      <SettingsContext value={desk}>{content}</SettingsContext>
    </EngineContext>
  )
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}
const holes = /undefined|NaN|\[object|Invalid Date/

describe('settings', () => {
  it.each(sections.map(({ name }) => name))('%s: no holes, on practice and on a real network', (name) => {
    const Content = sectionOf(name).component
    for (const desk of [practice, sepolia]) expect(render(<Content />, desk)).not.toMatch(holes)
  })

  it('show one headline while they load', () => {
    const html = render(<Settings />)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain('aria-busy="true"')
  })

  it('name a problem at its field, and keep a wrong draft from being saved', () => {
    const problems = [{ path: 'fees.bumpPercent', message: 'at least 10' }]
    const wrong = { ...practice, dirty: true, check: { problems, restarts: [], caution: null } }
    const Fees = sectionOf('fees').component
    expect(render(<Fees />, wrong)).toMatch(/aria-invalid="true"[\s\S]*at least 10/)
    const bar = render(<SaveBar saved={false} onSaved={() => {}} />, wrong)
    expect(bar).toContain('One thing has to be corrected first.')
    expect(bar).toMatch(/disabled=""[^>]*>Save and apply/)
  })

  it('say what begins anew', () => {
    const restarts: SettingsCheck['restarts'] = ['engine', 'practice', 'alerts']
    const bar = render(<SaveBar saved={false} onSaved={() => {}} />, {
      ...practice,
      dirty: true,
      check: { problems: [], restarts, caution: null }
    })
    expect(bar).toContain('Begins anew: the validator')
    expect(bar).toContain('the practice network, from its beginning')
  })

  it('can only be read where a file decides', () => {
    const fixed = deskOf({ ...settingsDouble(false, false), fixedBy: '/etc/kroma.json' })
    const Roles = sectionOf('roles').component
    expect(render(<Roles />, fixed).match(/data-disabled="true"/g)?.length).toBeGreaterThan(0)
  })
})

describe('the first start', () => {
  it('shows one headline while it loads', () => {
    expect(render(<Onboarding />).match(/<h1/g)).toHaveLength(1)
  })

  it.each(['new', 'existing', 'watch', 'import'] as const)('%s: every step is whole', (start) => {
    const desk = { ...practice, draft: draftOfStart(start, practice) }
    const html = render(
      <>
        <NodesStep />
        <KeyStep start={start} />
        <RolesStep start={start} />
        <AlertsStep start={start} />
      </>,
      desk
    )
    expect(html).not.toMatch(holes)
  })

  it('fills in what each way to begin is about', () => {
    expect(draftOfStart('watch', practice)).toMatchObject({
      network: 'mainnet',
      key: { source: 'none' },
      roles: { submitter: false }
    })
    expect(draftOfStart('existing', practice)).toMatchObject({ network: 'mainnet', key: { source: 'vault' } })
    expect(draftOfStart('existing', { ...practice, draft: draftOfStart('watch', practice) })).toMatchObject({
      key: { source: 'vault' }
    })
    expect(draftFor('sepolia', practice.draft, practice.view.others)).toMatchObject({ key: { source: 'keystore' } })
  })

  it('asks in each step only for what it shows', () => {
    const problems = ['', 'rpc.l1.0', 'key.account', 'roles', 'alerts.webhooks.0.url'].map((path) => ({
      path,
      message: 'x'
    }))
    const left = (at: number): string[] => stepProblems(problems, at).map(({ path }) => path)
    expect([left(1), left(2), left(3), left(4)]).toEqual([
      ['', 'rpc.l1.0'],
      ['', 'rpc.l1.0', 'key.account'],
      ['', 'rpc.l1.0', 'key.account', 'roles'],
      ['', 'rpc.l1.0', 'key.account', 'roles', 'alerts.webhooks.0.url']
    ])
  })
})
