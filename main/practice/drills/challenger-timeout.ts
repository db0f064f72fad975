import { encodeFunctionData, formatEther } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { sendOwn } from '../l1-transactions.ts'
import { startMaliciousChallenger } from '../malicious-challenger.ts'
import { type ChallengeStage, onStage, operatorOf, wronglyChallengedOutput } from './challenge-stage.ts'
import type { Drill, DrillFacts } from './drill.ts'
import { expectCalls, expectGame, sinceFirst, untilEvent, untilStatus } from './game-record.ts'
import type { GameId } from './l1-record.ts'
import { expectTold } from './operator-told.ts'
import { settle } from './settlement.ts'
import { expectChanges, standings } from './standing.ts'
import { passTurn } from './turn-end.ts'

/** Its second bisection is one that a challenger may leave out. */
const silentFromTurn = 3

export const challengerTimeoutDrill: Drill = {
  name: 'challenger-timeout',
  about: 'two challengers go silent in the bisection: the operator closes one game, a stranger the other before it',
  run: (context) => onStage(context, { validators: 4 }, sitOut)
}

async function sitOut(stage: ChallengeStage): Promise<DrillFacts> {
  const { network, read, context, liar } = stage
  const disputed = await wronglyChallengedOutput(stage, { silentFromTurn })
  const before = await standings(network, read)
  await untilStatus(stage, disputed, ['CHALLENGER_TURN'])
  const other = await secondChallenger(stage, disputed)
  await untilStatus(stage, other, ['CHALLENGER_TURN'])
  context.say('both challengers are silent')

  // The stranger's transaction waits for the first block in which it is allowed; the operator can only be second.
  await closeAsStranger(stage, other)
  await passTurn(stage, other)
  const ended = await untilEvent(stage, disputed, 'ChallengerTimedOut')
  const moves = ['ChallengeCreated', 'Bisected 2', 'ChallengerTimedOut']
  const [own, strangers] = [await expectGame(stage, disputed, moves), await expectGame(stage, other, moves)]
  await expectCalls(stage, operatorOf(stage), ['submitL2Output', 'bisect', 'bisect', 'challengerTimeout'])

  const { bondAmount: bond, hardJail } = network.params
  const lostAt = (atSec: number | null | undefined) => ({
    ownWei: -bond,
    status: 'READY',
    jailedUntilSec: (atSec ?? 0) + hardJail
  })
  expectChanges(before, await standings(network, read), {
    [liar.name]: lostAt(own.at(-1)?.atSec),
    [other.name]: lostAt(strangers.at(-1)?.atSec)
  })
  const told = { outcome: 'challenger-timed-out', wonWei: (bond * 80n) / 100n, lostWei: 0n } as const
  for (const game of [disputed, other]) await expectTold(stage, { ...disputed, ...game }, told)
  await Promise.all([disputed.liar.stop(), other.stop()])
  return {
    outputIndex: Number(disputed.index),
    closedInBlock: Number(ended.blockNumber),
    moves: sinceFirst(own),
    slashedKro: formatEther(2n * bond),
    ...(await settle(stage, disputed.index))
  }
}

type Second = GameId & { name: string; stop(): Promise<void> }

async function secondChallenger(
  stage: ChallengeStage,
  { index, lieFrom }: GameId & { lieFrom: bigint }
): Promise<Second> {
  const { network, context } = stage
  const { clock, log } = context
  const validator = network.accounts.bots[1]
  if (!validator) throw new Error('this drill needs four validators')
  const engine = stage.keep(await startMaliciousChallenger({ network, validator, lieFrom, silentFromTurn, clock, log }))
  return { index, challenger: validator.address, name: validator.name, stop: engine.stop }
}

async function closeAsStranger({ network }: ChallengeStage, { index, challenger }: GameId): Promise<void> {
  const data = encodeFunctionData({ abi: colosseumAbi, functionName: 'challengerTimeout', args: [index, challenger] })
  const { accounts, addresses, l1 } = network
  await sendOwn(l1.rpc, { from: accounts.outsider, to: addresses.Colosseum, data, what: 'closing of a game' })
}
