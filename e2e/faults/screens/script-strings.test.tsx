import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type Engine, EngineContext } from '../../../renderer/app/engine-context.tsx'
import { createStore } from '../../../renderer/app/store.ts'
import { alertsDouble } from '../../../renderer/dev/alert-double.ts'
import { fixtureBridge } from '../../../renderer/dev/fixture.ts'
import { type ScenarioName, scenarios } from '../../../renderer/dev/scenarios.ts'
import { ActiveCard } from '../../../renderer/features/alerts/active-card.tsx'
import { PastCard } from '../../../renderer/features/alerts/past-card.tsx'
import { Challenges } from '../../../renderer/features/challenges/challenges.tsx'
import { Outputs } from '../../../renderer/features/outputs/outputs.tsx'
import { Overview } from '../../../renderer/features/overview/overview.tsx'
import type { Bridge } from '../../../shared/ipc/bridge.ts'

const nowMs = 1_795_000_000_000
const script = '<script>steal()</script><img src=x onerror="steal()">'
/** Where words of nodes, contracts, provers and of AWS come to the screens. */
const spoken = /^(message|stateReason|subject|origin|label|title|body|detail|text)$/

/** The same with a script in every such word. */
function poisoned<T>(value: T, key = ''): T {
  if (typeof value === 'string') return (spoken.test(key) ? `${value} ${script}` : value) as T
  if (Array.isArray(value)) return value.map((one) => poisoned(one, key)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, poisoned(one, name)])) as T
}

const poisonedBridge = (name: ScenarioName): Bridge => {
  const bridge = fixtureBridge(name, { nowMs: () => nowMs })
  return { ...bridge, invoke: async (command, input) => poisoned(await bridge.invoke(command, input)) }
}

async function render(name: ScenarioName, content: React.ReactNode): Promise<string> {
  const bridge = poisonedBridge(name)
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: () => nowMs, after: () => () => {} }) }
  await engine.store.refresh()
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html
}

/** Attributes are quoted and escaped by React: what must not be there is a tag. */
const tags = /<script|<img/i
const names = Object.keys(scenarios) as ScenarioName[]

describe('a script in what nodes, contracts and provers say', () => {
  it('is shown as text on the screens that show it', async () => {
    let shown = 0
    for (const name of names)
      for (const content of [<Overview key="1" />, <Outputs key="2" />, <Challenges key="3" />]) {
        const html = await render(name, content)
        expect(html).not.toMatch(tags)
        if (html.includes('&lt;script&gt;')) shown += 1
      }
    expect(shown).toBeGreaterThan(names.length / 2)
  })

  it('is shown as text in alerts', async () => {
    const overview = poisoned(alertsDouble('jailed', nowMs))
    const nothing = (): void => {}
    const html = await render(
      'waiting',
      <>
        <ActiveCard overview={overview} onMute={nothing} />
        <PastCard overview={overview} />
      </>
    )
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(tags)
  })
})
