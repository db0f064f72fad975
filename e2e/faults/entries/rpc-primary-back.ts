import type { FaultEntry } from '../entry.ts'
import type { Fault } from '../proxy/fault.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { type Operator, readyOperator } from '../stage/operator.ts'
import { expect, submitsRightly } from '../stage/own-work.ts'
import { createShiftedClock, type ShiftedClock } from '../stage/shifted-clock.ts'
import { waitFor } from '../stage/wait.ts'

const ill: Fault = { kind: 'status', status: 503 }
const turnsMs = 5_000
const minutes = 3
const mostChanges = 10

type Line = { stage: FaultStage; operator: Operator; clock: ShiftedClock }

const stateOf = ({ operator }: Line): string => operator.engine.snapshot().endpoints[0]?.state ?? 'unknown'

const until = (line: Line, state: string): Promise<true> =>
  waitFor(line.stage.context, { what: `the first endpoint ${state}`, stuck: () => `(${stateOf(line)})` }, () => {
    line.clock.shift(500)
    return stateOf(line) === state ? true : null
  })

async function comesBack({ onStage }: Parameters<FaultEntry['run']>[0]): Promise<string> {
  return onStage(async (stage) => {
    const clock = createShiftedClock()
    clock.showSec(stage.network.nowSec())
    const operator = await readyOperator(stage, { ports: { clock } })
    const line = { stage, operator, clock }
    const injection = stage.primary.inject({ fault: ill })
    await until(line, 'down')
    await submitsRightly(stage)
    injection.stop()
    await until(line, 'up')
    const before = stage.primary.passed().length
    await waitFor(stage.context, { what: 'work at the first endpoint' }, () =>
      stage.primary.passed().length > before + 3 ? true : null
    )
    const changes = await flapping(line)
    const often = (minutes * 60_000) / turnsMs
    expect('few changes', changes <= mostChanges, changes)
    return `back in service after its repair and asked first again; ill and well ${often} times in ${minutes} min, it changed ${changes} times`
  })
}

/** Ill and well again every few seconds, by the engine's clock. How often its place changed. */
async function flapping(line: Line): Promise<number> {
  const { stage, clock } = line
  const { signal } = stage.context
  let [last, changes] = [stateOf(line) === 'down', 0]
  for (let ms = 0; ms < minutes * 60_000; ms += turnsMs) {
    const injection = ms % (2 * turnsMs) === 0 ? stage.primary.inject({ fault: ill }) : null
    for (let step = 0; step < 3; step++) {
      clock.shift(turnsMs / 3)
      await clock.sleep(40, signal)
      const down = stateOf(line) === 'down'
      if (down !== last) changes += 1
      last = down
    }
    injection?.stop()
  }
  return changes
}

export const rpcPrimaryBackEntry: FaultEntry = {
  name: 'rpc-primary-back',
  injected: 'the first L1 endpoint answers 503, is repaired, and then falls ill and gets well every few seconds',
  expected: `it is returned to once it is well; while it comes and goes it is left alone for longer and longer (at most ${mostChanges} changes in ${minutes} min)`,
  run: comesBack
}
