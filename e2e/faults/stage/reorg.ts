import { type Hex, toFunctionSelector, toFunctionSignature } from 'viem'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { FaultStage } from './fault-stage.ts'
import { waitFor } from './wait.ts'

export type ProtocolCall = 'submitL2Output' | 'createChallenge' | 'bisect' | 'proveFaultWithZkEvm'

const selectors = new Map(
  [...colosseumAbi, ...l2OutputOracleAbi].flatMap((one) =>
    one.type === 'function' ? [[one.name as string, toFunctionSelector(toFunctionSignature(one))] as const] : []
  )
)

type Block = { transactions: { hash: Hash; from: Address; input: Hex }[] }
type Wanted = { account: Address; call: ProtocolCall }

/** Makes blocks as transactions come, until one holds this account's call. Returns its hash, and the state before that block. */
export async function mineUntil(stage: FaultStage, { account, call }: Wanted): Promise<{ hash: Hash; before: string }> {
  const { l1 } = stage.network
  const selector = selectors.get(call) ?? ''
  const isIt = ({ from, input }: Block['transactions'][number]): boolean =>
    from.toLowerCase() === account.toLowerCase() && input.startsWith(selector)
  let seen = ''
  let before = await l1.rpc<string>('evm_snapshot')
  const found = await stage.driver.until({ what: `${call} in a block`, withinSec: 60, stuck: () => seen }, async () => {
    const { transactions } = await l1.rpc<Block>('eth_getBlockByNumber', ['latest', true])
    const one = transactions.find(isIt)
    seen = transactions.map(({ input }) => input.slice(0, 10)).join() || seen
    if (!one) before = await l1.rpc<string>('evm_snapshot')
    return one ?? null
  })
  return { hash: found.hash, before }
}

/** Lets this account's call be mined with `depth - 1` blocks above it, and when it was noticed takes these blocks back: others take their place, and their transactions are gone. */
export async function takeBack(
  stage: FaultStage,
  { depth, noticed, ...wanted }: Wanted & { depth: number; noticed: () => boolean }
): Promise<Hash> {
  const { network, context } = stage
  const { hash, before } = await mineUntil(stage, wanted)
  await network.mine(depth - 1)
  await waitFor(context, { what: `${wanted.call} noticed` }, () => (noticed() ? true : null))
  await network.l1.rpc('evm_revert', [before])
  const receipt = await network.l1.rpc('eth_getTransactionReceipt', [hash])
  if (receipt !== null) throw new Error(`${wanted.call} is on chain all the same`)
  await network.mine(depth + 1)
  return hash
}
