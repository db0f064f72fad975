import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEther } from 'viem'
import { asOwn } from '../../main/engine/actions/testing/action-stage.ts'
import type { Logger } from '../../main/engine/ports.ts'
import { sendAllOwn } from '../../main/practice/l1-transactions.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { practiceParams } from '../../main/practice/params.ts'
import type { PracticeAccount } from '../../main/practice/practice-accounts.ts'
import { practicePlace } from '../../main/practice/practice-place.ts'
import type { ConfigInput } from '../../shared/config/config.ts'
import { governanceTokenAbi } from '../../shared/contracts/abi/governance-token.ts'
import type { Address } from '../../shared/domain/hex.ts'
import { type AppProcess, startApp } from './browser.ts'

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const keyVariable = 'NEWCOMER_KEY'
const blockEveryMs = 250

export type ValidatorStage = {
  network: PracticeNetwork
  app: AppProcess
  /** Whose key the app has: no validator yet, with 50,000 KRO. */
  newcomer: PracticeAccount
  /** Holds the next blocks back, or lets them come. */
  hold(): Promise<void>
  go(): void
  /** With no block in between. */
  still<T>(work: () => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** The app on a network of the test's own, as on any other network: by its endpoints and a key in the environment. Blocks come by themselves unless they are held back. */
export async function startValidatorStage(folder: string): Promise<ValidatorStage> {
  // With a gap between registering and activating, so that a validator can be READY and not active.
  const params = { ...practiceParams, minActivateAmount: parseEther('20000') }
  const network = await startPracticeNetwork({
    seed: 61,
    params,
    mining: 'manual',
    log: silent,
    signal: new AbortController().signal
  })
  const newcomer = network.accounts.outsider
  const [, rich] = network.accounts.bots
  if (!rich) throw new Error('somebody has to have KRO')
  const gift = asOwn(rich, network.addresses.GovernanceToken, {
    abi: governanceTokenAbi,
    functionName: 'transfer',
    args: [newcomer.address, parseEther('50000')]
  })
  await sendAllOwn({ l1: network.l1.rpc, transactions: [gift], mine: () => network.mine(1) })
  const blocks = ticking(() => network.mine(1))
  const config = join(folder, 'newcomer.json')
  writeFileSync(config, JSON.stringify(configOf(network)))
  const env = { [keyVariable]: newcomer.privateKey.reveal() }
  const app = await startApp({ args: ['--config', config], env })
  return {
    network,
    app,
    newcomer,
    hold: blocks.hold,
    go: blocks.go,
    async still(work) {
      await blocks.hold()
      try {
        return await work()
      } finally {
        blocks.go()
      }
    },
    async stop() {
      await app.kill()
      await blocks.hold()
      await network.stop()
    }
  }
}

function configOf(network: PracticeNetwork): ConfigInput {
  const { network: place, rpc } = practicePlace(network)
  return {
    network: 'custom',
    label: 'Test network',
    l1ChainId: place.l1ChainId,
    l2ChainId: place.l2ChainId,
    addresses: place.addresses as Record<keyof typeof place.addresses, Address>,
    rpc,
    key: { source: 'environment', variable: keyVariable },
    roles: { submitter: false }
  }
}

/** One block after the other, none at once with another. */
function ticking(mine: () => Promise<void>) {
  let held = false
  let busy: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    if (held) return
    busy = busy.then(() => (held ? undefined : mine())).catch(() => {})
  }, blockEveryMs)
  timer.unref()
  return {
    hold: async (): Promise<void> => {
      held = true
      await busy
    },
    go: (): void => {
      held = false
    }
  }
}
