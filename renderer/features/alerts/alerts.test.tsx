import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { alertCodes, alertScreens } from '../../../shared/domain/alert.ts'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { alertsDouble, muted } from '../../dev/alert-double.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { type ScenarioName, scenarios } from '../../dev/scenarios.ts'
import { ActiveCard } from './active-card.tsx'
import { Alerts } from './alerts.tsx'
import { ChannelsCard } from './channels-card.tsx'
import { PastCard } from './past-card.tsx'
import { channelName, codeNames, screenLinks } from './texts.ts'

const nowMs = 1_795_000_000_000
const timers = { nowMs: () => nowMs, after: () => () => {} }
const nothing = () => {}
const never = () => new Promise<never>(() => {})

const render = (content: React.ReactNode, name: ScenarioName = 'waiting'): string => {
  const bridge = fixtureBridge(name, { nowMs: () => nowMs })
  const engine: Engine = { bridge, store: createStore(bridge, timers) }
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}
const cards = (name: ScenarioName): string => {
  const overview = alertsDouble(name, nowMs)
  return render(
    <>
      <ActiveCard overview={overview} onMute={nothing} />
      <ChannelsCard overview={overview} onTest={never} />
      <PastCard overview={overview} />
    </>,
    name
  )
}

describe('alerts', () => {
  it.each(Object.keys(scenarios) as ScenarioName[])('%s: no holes', (name) => {
    expect(cards(name)).not.toMatch(/undefined|NaN|\[object|Invalid Date/)
  })

  it('shows one headline while it loads', () => {
    const html = render(<Alerts />)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).toContain('aria-busy="true"')
  })

  it('says what to do and leads there', () => {
    const html = cards('jailed')
    expect(html).toContain('Your validator is in jail')
    expect(html).toContain('href="#/stake"')
    expect(html).toContain('Open Stake')
  })

  it('says that it is muted until when, and offers to end that', () => {
    const html = cards('others-round')
    expect(html).toMatch(/muted until \d\d:\d\d/)
    expect(html).toContain('Unmute')
    const always = muted(alertsDouble('jailed', nowMs), { code: 'JAILED', untilMs: null, on: true })
    expect(render(<ActiveCard overview={always} onMute={nothing} />)).toContain('>muted<')
  })

  it('shows quiet hours, what waits, and what the receiver said', () => {
    const html = cards('rpc-down')
    expect(html).toContain('Quiet hours from 22:00 to 07:00')
    expect(html).toContain('2 waiting')
    expect(html).toContain('ECONNREFUSED')
  })

  it('shows hostile text as text', () => {
    const html = cards('rpc-down')
    expect(html).toContain('&lt;script&gt;alert(2)&lt;/script&gt;')
    expect(html).not.toMatch(/<script|<img|href="javascript/)
  })

  it('has a name for everything', () => {
    expect(Object.keys(codeNames).toSorted()).toEqual([...alertCodes].toSorted())
    expect(Object.keys(screenLinks).toSorted()).toEqual([...alertScreens].toSorted())
    expect(channelName({ kind: 'webhook', name: 'webhook:phone' })).toBe('Webhook “phone”')
  })
})
