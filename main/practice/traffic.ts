import { encodePacked, type Hex, keccak256, numberToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { messagePasserAddress } from '../engine/chain/output-root.ts'
import { practiceKey } from './practice-key.ts'
import { type Rpc, toQuantity } from './rpc.ts'

/** Stores the second word of its input under the first: what matters of the real predeploy is that its storage root changes. */
const messagePasserCode: Hex = '0x6020356000355500'
const keptMessages = 512n
const etherWei = 10n ** 18n

/** Transactions that keep the L2 chain alive. */
export type Traffic = {
  /** Puts the predeploy and funded accounts on the chain. */
  prepare(): Promise<void>
  /** Sends what the next block shall contain: a transfer or two in some, a withdrawal message in every sixth or so, nothing in about half of them. */
  beforeBlock(): Promise<void>
}

/** The same seed gives the same accounts and, from block to block, the same transactions. Storage stays bounded: messages reuse their slots. */
export function createTraffic({ l2, chainId, seed }: { l2: Rpc; chainId: number; seed: number }): Traffic {
  const accounts = [0, 1, 2].map((i) => privateKeyToAccount(practiceKey(seed, `l2 user ${i}`)))

  async function send(from: number, to: Hex, data: Hex, valueWei: bigint): Promise<void> {
    const account = accounts[from % accounts.length]
    if (!account) return
    const nonce = Number(await l2<Hex>('eth_getTransactionCount', [account.address, 'pending']))
    const fees = { maxFeePerGas: 50n * 10n ** 9n, maxPriorityFeePerGas: 10n ** 8n }
    const fields = { type: 'eip1559', chainId, nonce, to, data, value: valueWei, gas: 100_000n, ...fees } as const
    await l2('eth_sendRawTransaction', [await account.signTransaction(fields)])
  }

  return {
    async prepare() {
      await l2('anvil_setCode', [messagePasserAddress, messagePasserCode])
      for (const { address } of accounts) await l2('anvil_setBalance', [address, toQuantity(1_000_000n * etherWei)])
    },
    async beforeBlock() {
      const number = BigInt(await l2<Hex>('eth_blockNumber')) + 1n
      const dice = Number(BigInt(keccak256(encodePacked(['uint256', 'uint256'], [BigInt(seed), number]))) % 100n)
      if (dice < 40) await send(0, accounts[1]?.address ?? messagePasserAddress, '0x', BigInt(dice + 1) * 10n ** 12n)
      if (dice < 15) await send(1, accounts[2]?.address ?? messagePasserAddress, '0x', number)
      if (dice % 6 === 0) await send(2, messagePasserAddress, messageData(number), 0n)
    }
  }
}

function messageData(number: bigint): Hex {
  const slot = keccak256(numberToHex(number % keptMessages, { size: 32 }))
  return `${slot}${numberToHex(number, { size: 32 }).slice(2)}`
}
