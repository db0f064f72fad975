import { fork } from 'node:child_process'
import { statSync, truncateSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../main/engine/runtime/clock.ts'
import { createLogger } from '../../../main/log/logger.ts'
import { operatorOf, ownIndex } from '../../../main/practice/drills/challenge-stage.ts'
import { killMidBisectionDrill } from '../../../main/practice/drills/kill-mid-bisection.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import { type MachineStage, onMachineStage } from '../stage/machine.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, expectOnly } from '../stage/own-work.ts'
import { waitingOf } from '../stage/pool.ts'
import { waitFor } from '../stage/wait.ts'
import { makeDue } from './rpc-reorgs.ts'

const shortRounds = 4
const longRounds = 100
const pointsWanted = 12
const restSec = 60
const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
const never = new AbortController().signal

async function killsInGames({ seed, long, folder, signal, say }: FaultContext): Promise<string> {
  const own = join(folder, 'kill')
  await mkdir(own)
  const rounds = long ? longRounds : shortRounds
  const facts = await killMidBisectionDrill.run({
    ...{ preset: 'practice', seed, rounds, folder: own, clock: systemClock, log, signal, say }
  })
  const { kills, distinctPoints, ownMovesOnChain, longestBisectionSec } = facts as Record<string, number>
  expect('points of death', (distinctPoints ?? 0) >= pointsWanted, distinctPoints)
  return `${rounds} games, ${kills} kills at ${distinctPoints} points; ${ownMovesOnChain} own moves on chain, each once; longest turn ${longestBisectionSec} s of 30`
}

const tornBytes = 25

const tornJournal: FaultEntry = {
  name: 'crash-torn-journal',
  injected: 'the process ends with the submission published, and the last record of its journal is torn',
  expected: 'the torn record is dropped, the rest is found on chain; one submission, no other nonce',
  run: ({ onStage }) =>
    onStage(async (stage) => {
      const first = await readyOperator(stage)
      await makeDue(stage)
      await waitFor(stage.context, { what: 'the submission in the pool' }, async () =>
        (await waitingOf(stage, operatorOf(stage))).length > 0 ? true : null
      )
      await first.stop()
      const size = statSync(first.journalPath).size
      truncateSync(first.journalPath, size - tornBytes)
      const second = await readyOperator(stage)
      await stage.driver.until({ what: 'the submission', withinSec: 30 }, async () =>
        (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null
      )
      await stage.driver.until({ what: 'its end as told', withinSec: 20 }, () =>
        second.engine.snapshot().outputs.some(({ mine }) => mine) ? true : null
      )
      await expectOnly(stage, ['submitL2Output'])
      return `${tornBytes} of ${size} bytes lost; started, found its transaction, submitted once`
    })
}

const child = fileURLToPath(new URL('../../../main/aws/testing/machine-child.ts', import.meta.url))

/** A process of its own uses the machine and is killed when that is in this state. */
async function killedAt({ setup }: MachineStage, state: string, proof: boolean): Promise<void> {
  const running = fork(child, [JSON.stringify(setup), state, String(proof)], { execArgv: [], stdio: 'pipe' })
  let said = ''
  running.stderr?.on('data', (chunk) => {
    said += String(chunk)
  })
  const by = await new Promise((resolve) => running.once('exit', (_, signal) => resolve(signal)))
  expect('killed', by === 'SIGKILL', said)
}

const killedWhile = (name: string, injected: string, play: (stage: MachineStage) => Promise<string>): FaultEntry => ({
  name,
  injected,
  expected: `the next start takes it up again or stops it, within ${restSec} s`,
  run: (context) => onMachineStage(context, { delays: { bootMs: 150, stopMs: 150 } }, play)
})

async function stoppedAgain(stage: MachineStage): Promise<string> {
  const sinceMs = performance.now()
  const { machine } = stage.launch()
  await stage.down()
  await stage.until('no lease left', () => (machine.status().leased ? null : true))
  const sec = (performance.now() - sinceMs) / 1_000
  expect('in time', sec <= restSec, sec)
  return `stopped ${sec.toFixed(1)} s after the next start`
}

export const crashEntries: FaultEntry[] = [
  {
    name: 'crash-kill-mid-bisection',
    injected: `SIGKILL in every turn of games as challenger and as asserter, at ${pointsWanted} points and more: before and after the intent, the signature, the publication, the receipt, while proving`,
    expected: 'resumes; no move twice, every deadline kept',
    run: killsInGames
  },
  tornJournal,
  killedWhile('crash-kill-while-ec2-boots', 'SIGKILL while the prover’s machine boots', async (stage) => {
    await killedAt(stage, 'pending', false)
    return stoppedAgain(stage)
  }),
  killedWhile('crash-kill-while-ec2-proves', 'SIGKILL while the prover’s machine makes a proof', async (stage) => {
    await killedAt(stage, 'ready', true)
    const again = stage.launch({ reattachMs: 5_000 })
    const left = await again.machine.leftOver()
    const made = await again.machine.use({ proof: 'a-proof', signal: never }, async () => 'made')
    expect('the proof that was left', left.join() === 'a-proof' && made === 'made', left)
    await stage.down()
    const starts = stage.double.calls().StartInstances
    expect('the machine was not started again', starts === 1, starts)
    return 'taken up again without another start, the proof asked for once more, then stopped'
  })
]
