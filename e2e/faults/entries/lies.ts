import { encodeAbiParameters, encodeFunctionData, type Hex, keccak256 } from 'viem'
import { operatorOf, ownIndex, somewhereIn } from '../../../main/practice/drills/challenge-stage.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { FaultEntry } from '../entry.ts'
import type { Plan } from '../proxy/fault.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { type Operator, readyOperator } from '../stage/operator.ts'
import { expect, expectOnly, ownTransactions } from '../stage/own-work.ts'
import { waitingOf } from '../stage/pool.ts'
import { createShiftedClock } from '../stage/shifted-clock.ts'
import { makeDue } from './rpc-reorgs.ts'

const publicToo = { submitter: true, challenger: false, publicRound: true }
const anotherRoot = `0x${'5e'.repeat(32)}`

type Overrides = Record<Address, { balance?: Hex; stateDiff?: Record<Hex, Hex> }>

/** The node answers as if the chain's state were another one: whole and consistent answers, as a liar would give. */
const asIf = (overrides: Overrides): Plan => ({
  methods: ['eth_call'],
  fault: {
    kind: 'rewrite',
    rewrite: ({ method, params }) => ({ method, params: [params[0], params[1] ?? 'latest', overrides] })
  }
})

/** Where the contract keeps the end of this validator's jail: found by trying. */
async function inJail({ network }: FaultStage, validator: Address): Promise<Overrides> {
  const manager = network.addresses.ValidatorManager
  const data = encodeFunctionData({ abi: validatorManagerAbi, functionName: 'inJail', args: [validator] })
  const until: Hex = `0x${(network.nowSec() + 86_400).toString(16).padStart(64, '0')}`
  for (let base = 0n; base < 60n; base++) {
    const slot = keccak256(encodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], [validator, base]))
    const overrides: Overrides = { [manager]: { stateDiff: { [slot]: until } } }
    const answer = await network.l1
      .rpc<Hex>('eth_call', [{ to: manager, data }, 'latest', overrides])
      .catch(() => '0x0' as const)
    if (BigInt(answer) === 1n) return overrides
  }
  throw new Error('the place of the jail was not found')
}

/** Another challenger's game in the place of this one's. */
const anotherGame = (challenger: Address, other: Address): Plan => {
  const [from, to] = [challenger.slice(2).toLowerCase(), other.slice(2).toLowerCase()]
  return {
    methods: ['eth_call'],
    fault: {
      kind: 'rewrite',
      rewrite: ({ method, params: [tx, ...rest] }) => ({
        method,
        params: [JSON.parse(JSON.stringify(tx).toLowerCase().replaceAll(from, to)), ...rest]
      })
    }
  }
}

type FeeHistory = { baseFeePerGas: Hex[] }

const dearer = (history: unknown): FeeHistory => {
  const told = history as FeeHistory
  return { ...told, baseFeePerGas: told.baseFeePerGas.map((fee): Hex => `0x${(BigInt(fee) * 50n).toString(16)}`) }
}

const objection = ({ engine }: Operator) => engine.snapshot().guard.objections[0] ?? null

/** A lie about something that a submission depends on: held back while it lasts, sent once it is over. */
async function submissionHeld(stage: FaultStage, lie: (stage: FaultStage) => Promise<void>): Promise<string> {
  const clock = createShiftedClock()
  const operator = await readyOperator(stage, { roles: publicToo, ports: { clock } })
  await lie(stage)
  await makeDue(stage)
  const told = await stage.driver.until({ what: 'the objection', withinSec: 30, stuck: operator.describe }, () => {
    const disagree = operator.engine.snapshot().health.find(({ code }) => code === 'SOURCES_DISAGREE')
    const found = objection(operator)
    if (found) return `${found.act}: "${found.field}" differs`
    return disagree ? `${disagree.code} about ${disagree.subject}` : null
  })
  const sent = (await ownTransactions(stage)).length + (await waitingOf(stage, operatorOf(stage))).length
  expect('nothing was sent', sent === 0, sent)
  for (const proxy of [stage.primary, stage.spare, stage.rollup]) proxy.clear()
  // It looks again every half a minute.
  clock.shift(31_000)
  await stage.network.warp(31)
  await stage.driver.until(
    { what: 'the submission without the lie', withinSec: 90, stuck: operator.describe },
    async () => ((await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null)
  )
  await expectOnly(stage, ['submitL2Output'])
  return `${told}; nothing sent while it lasted, submitted afterwards`
}

async function moveHeld(stage: FaultStage): Promise<string> {
  const { network, liar: validator, idle, context, keep, driver, spare } = stage
  const operator = await readyOperator(stage)
  const lieFrom = somewhereIn(stage, ownIndex)
  spare.inject(anotherGame(validator.address, idle.address))
  const liar = keep(await startMaliciousChallenger({ network, validator, lieFrom, ...context }))
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  await makeDue(stage)
  const held = await driver.until({ what: 'the objection', withinSec: 40, stuck: operator.describe }, () =>
    objection(operator)
  )
  const early = (await ownTransactions(stage)).map(({ call }) => call)
  expect('no move was sent', early.join() === 'submitL2Output', early)
  spare.clear()
  await untilTurn(stage, { index: ownIndex, challenger: validator.address }, 2)
  await expectOnly(stage, ['submitL2Output', 'bisect'])
  return `${held.act}: "${held.field}" differs; the move held back, played once the lie was over`
}

const entry = (name: string, injected: string, run: FaultEntry['run']): FaultEntry => ({
  name: `rpc-lie-${name}`,
  injected,
  expected: 'the other source stops the act, the contradiction is told; done once the sources agree',
  run
})

const held =
  (lie: (stage: FaultStage) => Promise<void>): FaultEntry['run'] =>
  ({ onStage }) =>
    onStage((stage) => submissionHeld(stage, lie))

export const lieEntries: FaultEntry[] = [
  entry(
    'output-root',
    'the rollup node gives another output root',
    held(async ({ rollup }) => {
      rollup.inject({
        methods: ['optimism_outputAtBlock'],
        fault: { kind: 'edit', edit: ({ result }) => ({ ...(result as object), outputRoot: anotherRoot }) }
      })
    })
  ),
  entry('challenge', 'the second L1 endpoint tells of another game in the place of the open one', ({ onStage }) =>
    onStage(moveHeld)
  ),
  entry(
    'jail',
    'the second L1 endpoint says that our validator is in jail',
    held(async (stage) => void stage.spare.inject(asIf(await inJail(stage, operatorOf(stage)))))
  ),
  entry(
    'balance',
    'the second L1 endpoint says that the account has no ETH',
    held(async (stage) => void stage.spare.inject(asIf({ [operatorOf(stage)]: { balance: '0x1' } })))
  ),
  entry(
    'gas',
    'the first L1 endpoint tells of a base fee fifty times as high',
    held(async ({ primary }) => {
      primary.inject({ methods: ['eth_feeHistory'], fault: { kind: 'edit', edit: ({ result }) => dearer(result) } })
    })
  )
]
