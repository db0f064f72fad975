import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { ChainLog } from '../chain/types.ts'
import type { GetBlock } from '../outputs/scan-start.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { createWaker } from '../runtime/waker.ts'
import { moneyLog } from './money-log.ts'
import type { MoneyPort } from './ports.ts'

/** An own transaction that is in a block, reverted ones too: it cost its gas. */
export type MinedOwn = { purpose: string; hash: Hash; blockNumber: bigint; feeWei: bigint }

/** Keeps the account of what this validator's money did on L1. */
export type MoneyBook = Service & {
  /** In the order of the chain; `removed` ones undo. */
  takeLog(log: ChainLog): void
  /** Events from this block on will be taken again; null: all that there was belongs to another account or chain. */
  restartFrom(block: bigint | null): void
}

type Deps = {
  port: MoneyPort
  addresses: Pick<ContractAddresses, 'ValidatorManager'>
  account: Address
  clock: Clock
  getBlock: (signal: AbortSignal) => GetBlock
}

/** Blocks whose times are asked for in one go. */
const blocksAtOnce = 50
/** Gas is noted by the queues, which wake nobody here. */
const againMs = 15_000

export function createMoneyBook({ port, addresses, account, clock, getBlock }: Deps): MoneyBook {
  const waker = createWaker(clock)
  const about = { manager: addresses.ValidatorManager, account }

  /** Events do not tell their time; each block is asked for once. */
  async function fillTimes(signal: AbortSignal): Promise<void> {
    const read = getBlock(signal)
    for (const number of port.untimedBlocks(blocksAtOnce)) {
      const block = await read(number).catch((error: unknown) => {
        if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
        return null
      })
      if (block) port.setBlockTime(number, block.timestampSec)
    }
  }

  return {
    name: 'money',
    takeLog(log) {
      const movement = moneyLog(log, about)
      if (!movement) return
      if (log.removed) port.removeMovements([movement])
      else port.addMovements([movement])
      waker.wake()
    },
    restartFrom(block) {
      if (block === null) port.forgetAllMovements()
      else port.forgetEventsFrom(block)
    },
    async run({ signal, ready }) {
      ready()
      for (;;) {
        await fillTimes(signal)
        await waker.wait(againMs, signal)
      }
    }
  }
}

const aboutOutput =
  /^(?:submit-output|create-challenge|bisect|prove|challenger-timeout|cancel-challenge):(\d{1,18})(?::|$)/

/** What the queue of an own account tells about its transactions. */
export const gasRecorder = (port: MoneyPort) => ({
  onMined({ purpose, hash, blockNumber, feeWei }: MinedOwn): void {
    const [, index] = aboutOutput.exec(purpose) ?? []
    port.addMovements([
      {
        kind: 'gas',
        txHash: hash,
        logIndex: null,
        outputIndex: index === undefined ? null : BigInt(index),
        atSec: null,
        l1BlockNumber: blockNumber,
        amountWei: feeWei,
        purpose
      }
    ])
  },
  onUnmined: (hash: Hash): void => port.removeMovements([{ txHash: hash, logIndex: null }])
})
