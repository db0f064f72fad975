import { ownIndex, somewhereIn } from '../../../main/practice/drills/challenge-stage.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import type { FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { type Operator, readyOperator } from '../stage/operator.ts'
import { expect, expectOnly } from '../stage/own-work.ts'
import { mineUntil } from '../stage/reorg.ts'
import { waitFor } from '../stage/wait.ts'
import { makeDue } from './rpc-reorgs.ts'

type Cut = 'down' | 'mute'

/** Everything L1 says comes through one websocket, which breaks right before the challenge is created. */
async function acrossCreation(stage: FaultStage, cut: Cut): Promise<{ operator: Operator; blocks: number }> {
  const { network, liar: validator, context, keep, driver, primary } = stage
  const operator = await readyOperator(stage, { rpc: { l1: [primary.wsUrl] } })
  const liar = keep(
    await startMaliciousChallenger({ network, validator, lieFrom: somewhereIn(stage, ownIndex), ...context })
  )
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  await makeDue(stage)
  await driver.until({ what: 'the output' }, async () =>
    (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null
  )
  if (cut === 'down') primary.cutSockets()
  else primary.muteSubscriptions()
  await mineUntil(stage, { account: validator.address, call: 'createChallenge' })
  expect('it was created while nothing came through', operator.engine.snapshot().challenges.length === 0)
  primary.mendSockets()
  let blocks = 0
  await waitFor(
    context,
    { what: 'the challenge found', stuck: () => operator.complaints.slice(-5).join(', ') },
    async () => {
      if (operator.engine.snapshot().challenges.length > 0) return true
      if (primary.sockets() > 0 && blocks === 0) {
        await network.mine(1)
        blocks += 1
      }
      return null
    }
  )
  return { operator, blocks }
}

const entry = (name: string, cut: Cut, injected: string): FaultEntry => ({
  name,
  injected,
  expected: 'found within one block after the line is back, without another challenge event; the turn is played once',
  run: ({ onStage }) =>
    onStage(async (stage) => {
      const { blocks } = await acrossCreation(stage, cut)
      await untilTurn(stage, { index: ownIndex, challenger: stage.liar.address }, 2)
      await expectOnly(stage, ['submitL2Output', 'bisect'])
      return `found ${blocks} ${blocks === 1 ? 'block' : 'blocks'} after the line was back; turn 2 played once`
    })
})

export const eventEntries: FaultEntry[] = [
  entry(
    'events-websocket-down',
    'down',
    'the only L1 line is a websocket, which is down while ChallengeCreated is mined'
  ),
  entry(
    'events-subscription-dropped',
    'mute',
    'the only L1 line is a websocket, which stays open while its subscriptions bring nothing; ChallengeCreated is mined'
  )
]
