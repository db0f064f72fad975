import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { type Engine, EngineContext } from '../../app/engine-context.tsx'
import { createStore } from '../../app/store.ts'
import { fixtureBridge } from '../../dev/fixture.ts'
import { Outputs } from './outputs.tsx'

it('shows place holders of the final size until the first page is here', async () => {
  const bridge = fixtureBridge('waiting')
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: Date.now, after: () => () => {} }) }
  const html = renderToString(
    <EngineContext value={engine}>
      <Outputs />
    </EngineContext>
  )
  expect(html).toContain('aria-rowcount="13"')
  expect(html).toContain('aria-sort="descending"')
  expect(html.match(/scope="col"/g)).toHaveLength(9)
  engine.store.stop()
})
