import type { Bridge } from '../../shared/ipc/bridge.ts'
import { fixtureBridge } from './fixture.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

const isScenario = (name: string | null): name is ScenarioName => name !== null && name in scenarios

/** `?fixture=jailed`, with `&lost` (connection drops), `&fail=CODE` (commands fail), `&slow` (answers take a while), `&busy` (an output each second) and `&outputs=10000`. */
export const openFixture = (search: string): Bridge | null => {
  const params = new URLSearchParams(search)
  const name = params.get('fixture')
  if (!isScenario(name)) return null
  const outputs = Number(params.get('outputs'))
  const failWith = params.get('fail')
  return fixtureBridge(name, {
    everySecond: (run) => setInterval(run, 1_000),
    delayMs: params.has('slow') ? 600 : 0,
    busy: params.has('busy'),
    loseConnection: params.has('lost'),
    ...(outputs > 0 && { outputs }),
    ...(failWith !== null && { failWith })
  })
}
