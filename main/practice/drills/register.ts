import { encodeFunctionData, parseEther } from 'viem'
import { governanceTokenAbi } from '../../../shared/contracts/abi/governance-token.ts'
import { validatorStatuses } from '../../../shared/domain/validator.ts'
import { createKeySigner } from '../../store/signers/create-key-signer.ts'
import { sendAllOwn } from '../l1-transactions.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { protocolReader } from '../read-contract.ts'
import { createBlockDriver } from './block-driver.ts'
import { minedSubmission } from './chain-facts.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { operatorHands } from './operator-hands.ts'

const stakeKro = '10000'
const commission = '12'

/** From a key that nobody knows to an output of its own. */
export const registerDrill: Drill = {
  name: 'register',
  about: 'a new key registers (exact approval, registration), is active, and submits an output',
  async run(context) {
    const { preset, seed, clock, log, signal } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal, mining: 'manual' })
    let engine: OperatorEngine | null = null
    try {
      const newcomer = network.accounts.outsider
      await giveKro(network)
      const roles = { submitter: true, publicRound: true }
      const signer = createKeySigner(newcomer.privateKey)
      engine = await startOperatorEngine(context, network, { signer, roles, unregistered: true })
      return await play(context, network, engine)
    } finally {
      await engine?.stop()
      await network.stop()
    }
  }
}

/** The stake and a little more, from one of the other validators. */
async function giveKro({ l1, accounts, addresses, mine }: PracticeNetwork): Promise<void> {
  const [giver] = accounts.bots
  if (!giver) throw new Error('somebody has to have KRO')
  const args = [accounts.outsider.address, parseEther(stakeKro) + 1n] as const
  const data = encodeFunctionData({ abi: governanceTokenAbi, functionName: 'transfer', args })
  const gift = { from: giver, to: addresses.GovernanceToken, data, what: 'KRO for the newcomer' }
  await sendAllOwn({ l1: l1.rpc, transactions: [gift], mine })
}

async function play(context: DrillContext, network: PracticeNetwork, { engine }: OperatorEngine): Promise<DrillFacts> {
  const { accounts, addresses } = network
  const { address } = accounts.outsider
  const withdrawAccount = accounts.operator.withdrawAccount.address
  const driver = createBlockDriver(network, context)
  const hands = await operatorHands(engine, driver, context)
  const read = protocolReader(network)

  const small = { kind: 'register', input: { amount: '9999.999999999999999999', commission, withdrawAccount } } as const
  expectEqual('too little', await hands.refusals(small), ['AMOUNT_AT_LEAST_MIN_REGISTER'])
  const wish = { kind: 'register', input: { amount: stakeKro, commission, withdrawAccount } } as const
  const records = await hands.act(wish)
  expectEqual(
    'steps',
    records.map(({ tx }) => tx.call.functionName),
    ['approve', 'registerValidator']
  )
  expectEqual('status', validatorStatuses[await read.manager('getStatus', address)], 'ACTIVE')
  expectEqual('commission', await read.manager('getCommissionRate', address), Number(commission))
  expectEqual('withdraw account', await read.assets('getWithdrawAccount', address), withdrawAccount)
  expectEqual('stake', await read.assets('totalValidatorKro', address), parseEther(stakeKro))
  expectEqual('KRO left in the wallet', await read.kro('balanceOf', address), 1n)
  expectEqual('allowance left', await read.kro('allowance', address, addresses.AssetManager), 0n)

  context.say('registered; waiting for its first output, in a public round')
  await driver.until({ what: 'the engine runs' }, () => (engine.snapshot().state === 'running' ? true : null))
  const index = await read.oracle('nextOutputIndex')
  const publicAt = Number(await read.oracle('nextOutputMinL2Timestamp')) + network.params.roundDuration + 1
  await network.warp(Math.max(1, publicAt - network.nowSec()))
  await driver.until({ what: `output ${index}` }, async () =>
    (await read.oracle('nextOutputIndex')) > index ? true : null
  )
  const output = await minedSubmission(network, index)
  expectEqual('submitter', output.submitter, address.toLowerCase())
  return {
    account: address,
    transactions: records.map(({ tx, hash, gasUsed }) => ({ step: tx.step, hash, gasUsed: Number(gasUsed) })),
    firstOutput: Number(index)
  }
}
