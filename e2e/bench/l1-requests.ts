import { sendAllOwn } from '../../main/practice/l1-transactions.ts'
import type { PracticeValidator } from '../../main/practice/practice-accounts.ts'
import { protocolReader } from '../../main/practice/read-contract.ts'
import { connectRpc, toQuantity } from '../../main/practice/rpc.ts'
import { submission } from '../../main/practice/set-up-protocol.ts'
import { startVillain } from '../../main/practice/villain.ts'
import type { Hash, Hex } from '../../shared/domain/hex.ts'
import type { BenchContext, Budget, Measurer } from './budget.ts'
import { referenceHabits, referenceRequests } from './reference-model.ts'
import { type Operator, onVirtualStage, silent, type VirtualStage } from './virtual-stage.ts'

const hourSec = 3_600
const day = { seconds: 86_400, ownOutputs: 0, challengeOpenSec: 0, challengeMoves: 0 }
const hoursPerDay = 24
/** Of the 24 outputs of an ordinary day: as of three validators of one weight. */
const ownPerDay = 8
/** How long witness and proof take while the challenge is measured. */
const provingMs = { witness: 10 * 60_000, zkVm: 40 * 60_000 }
const longestGameSec = 3 * hourSec

type Hours = { own: number; quiet: number }
type Game = { requests: number; openSec: number; moves: number }

const total = (stage: VirtualStage): number => Object.values(stage.wire.requests()).reduce((sum, n) => sum + n, 0)

/** An hour in which the operator submits an output, and one in which somebody else does. */
async function ordinaryHours(stage: VirtualStage, operator: Operator, others: PracticeValidator): Promise<Hours> {
  const before = total(stage)
  await stage.pass(hourSec)
  const afterOwn = total(stage)
  const own = operator.events.filter((event) => event.type === 'output.submitted' && event.mine)
  if (own.length !== 1) throw new Error(`${own.length} own outputs in an hour`)
  const endSec = stage.network.nowSec() + hourSec
  await submitFor(stage, others)
  await stage.pass(endSec - stage.network.nowSec())
  const seen = operator.events.filter((event) => event.type === 'output.submitted')
  if (seen.length !== 2) throw new Error(`${seen.length} outputs in two hours`)
  return { own: afterOwn - before, quiet: total(stage) - afterOwn }
}

/** What a validator without an engine does: waits until the next output is due, and submits it. */
async function submitFor(stage: VirtualStage, from: PracticeValidator): Promise<void> {
  const { network } = stage
  const next = await nextBlock(stage)
  while (network.nowSec() < network.genesisSec + (next + 2) * network.params.l2BlockTime) await stage.pass(12)
  const rollup = connectRpc({ url: network.rollupUrl })
  const { outputRoot } = await rollup<{ outputRoot: Hash }>('optimism_outputAtBlock', [toQuantity(next)])
  const head = await network.l1.rpc<{ hash: Hash; number: Hex }>('eth_getBlockByNumber', ['latest', false])
  const transaction = submission({
    from,
    oracle: network.addresses.L2OutputOracle,
    outputRoot,
    l2BlockNumber: BigInt(next),
    l1Block: { hash: head.hash, number: BigInt(head.number) }
  })
  await sendAllOwn({ l1: network.l1.rpc, transactions: [transaction], mine: () => stage.pass(12) })
}

const nextBlock = async ({ network }: VirtualStage): Promise<number> =>
  Number(await protocolReader(network).oracle('nextBlockNumber'))

/** A whole game against an asserter who plays one turn and is silent then: an hour of waiting, and most of an hour of proving. */
async function longGame(stage: VirtualStage, operator: Operator, liar: PracticeValidator): Promise<Game> {
  const { network, clock } = stage
  network.provers.setDelays(provingMs)
  const lieFrom = BigInt(await nextBlock(stage)) - 700n
  const villain = await startVillain({ network, validator: liar, lieFrom, silentFromTurn: 4, clock, log: silent })
  stage.keep(villain)
  await stage.until(villain.ready)
  await passUntil(stage, () => operator.events.some(({ type }) => type === 'challenge.created'), 2 * hourSec)
  const [before, sinceSec] = [total(stage), network.nowSec()]
  await passUntil(stage, () => operator.events.some(({ type }) => type === 'challenge.won'), longestGameSec)
  const moves = operator.events.filter((event) => event.type === 'tx.published' && !/^submit/.test(event.purpose))
  return { requests: total(stage) - before, openSec: network.nowSec() - sinceSec, moves: moves.length - 1 }
}

async function passUntil(stage: VirtualStage, holds: () => boolean, longestSec: number): Promise<void> {
  for (let gone = 0; !holds(); gone += 12) {
    if (gone > longestSec) throw new Error(`not within ${longestSec} s of virtual time: ${holds}`)
    await stage.pass(12)
  }
}

async function onWebsocket(context: BenchContext): Promise<{ hours: Hours; game: Game }> {
  return onVirtualStage({ seed: 7, signal: context.signal }, async (stage) => {
    const [others, liar] = stage.network.accounts.bots
    if (!others || !liar) throw new Error('three validators are needed')
    stage.network.steerDraws((index) => (index === 4n ? liar : others).address)
    const operator = await stage.startOperator({ roles: { submitter: true, challenger: true }, websocket: true })
    const hours = await ordinaryHours(stage, operator, others)
    context.say(`l1-requests: websocket, ${hours.own} in an hour with an own output, ${hours.quiet} without`)
    const game = await longGame(stage, operator, liar)
    context.say(`l1-requests: ${game.requests} while a challenge was open for ${game.openSec} s`)
    return { hours, game }
  })
}

async function onHttp(context: BenchContext): Promise<Hours> {
  return onVirtualStage({ seed: 8, signal: context.signal }, async (stage) => {
    const [others] = stage.network.accounts.bots
    if (!others) throw new Error('three validators are needed')
    stage.network.steerDraws(() => others.address)
    const operator = await stage.startOperator({ roles: { submitter: true, challenger: true }, websocket: false })
    const hours = await ordinaryHours(stage, operator, others)
    context.say(`l1-requests: HTTP, ${hours.own} in an hour with an own output, ${hours.quiet} without`)
    return hours
  })
}

const shape = 'whole engine, mainnet parameters and pace, real contracts on anvil, 12 s L1 blocks, virtual time'
const reference = `reference: reads while waiting, a balance each ${referenceHabits.balanceEverySec} s`

function ordinary(line: string, { own, quiet }: Hours): Budget[] {
  return [
    {
      name: `L1 requests a day, idle (${line})`,
      goal: { atMost: 1_500 },
      measured: quiet * hoursPerDay,
      unit: 'requests',
      reference: referenceRequests(day),
      how: `${shape}; an hour with somebody else's output (${quiet}) x 24; ${reference}`
    },
    {
      name: `L1 requests a day, ${ownPerDay} own outputs (${line})`,
      goal: { atMost: 3_000 },
      measured: own * ownPerDay + quiet * (hoursPerDay - ownPerDay),
      unit: 'requests',
      reference: referenceRequests({ ...day, ownOutputs: ownPerDay }),
      how: `${shape}; an hour with an own output (${own}) x ${ownPerDay}, one without (${quiet}) x ${hoursPerDay - ownPerDay}; ${reference}`
    }
  ]
}

function disputed({ quiet }: Hours, { requests, openSec, moves }: Game): Budget {
  const more = Math.max(0, requests - (quiet * openSec) / hourSec)
  const perDay = (more * day.seconds) / openSec
  return {
    name: 'L1 requests a day, one challenge open all day (websocket)',
    goal: { atMost: 8_000 },
    measured: quiet * hoursPerDay + perDay,
    unit: 'requests',
    reference: referenceRequests({
      ...day,
      challengeOpenSec: day.seconds,
      challengeMoves: (moves * day.seconds) / openSec
    }),
    how: `${shape}; a game open for ${Math.round(openSec / 60)} min with ${moves} own moves and a proof of 50 min took ${Math.round(more)} requests more than that time without; ${reference} and each open challenge every ${referenceHabits.pollSec} s`
  }
}

export const l1Requests: Measurer = {
  name: 'l1-requests',
  about: 'L1 requests a day, from counts of hours in virtual time',
  cheap: false,
  async measure(context) {
    const { hours, game } = await onWebsocket(context)
    const http = await onHttp(context)
    return [...ordinary('websocket', hours), ...ordinary('HTTP only', http), disputed(hours, game)]
  }
}
