import { encodeFunctionData, keccak256, toHex } from 'viem'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { sendAllOwn } from '../l1-transactions.ts'
import type { PracticeNetwork } from '../network.ts'
import { protocolReader } from '../read-contract.ts'

const zeroHash = `0x${'0'.repeat(64)}` as const

/** The next `times` outputs come from another validator in the public round, each drawing `who` again: one miss for `who` each. With manual mining. */
export async function missRounds(network: PracticeNetwork, who: Address, times: number): Promise<void> {
  const read = protocolReader(network)
  const [other] = network.accounts.bots
  if (!other) throw new Error('another validator is needed')
  network.steerDraws(() => who)
  for (let i = 0; i < times; i++) {
    const dueSec = Number(await read.oracle('nextOutputMinL2Timestamp'))
    await network.warp(Math.max(1, dueSec + network.params.roundDuration + 1 - network.nowSec()))
    const block = await read.oracle('nextBlockNumber')
    const args = [keccak256(toHex(block)), block, zeroHash, 0n] as const
    const data = encodeFunctionData({ abi: l2OutputOracleAbi, functionName: 'submitL2Output', args })
    const transaction = {
      from: other,
      to: network.addresses.L2OutputOracle,
      data,
      what: 'an output in the public round'
    }
    await sendAllOwn({ l1: network.l1.rpc, transactions: [transaction], mine: () => network.mine(1) })
  }
  network.steerDraws(null)
}
