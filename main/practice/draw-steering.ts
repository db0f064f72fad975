import { concatHex, decodeFunctionResult, encodeFunctionData, keccak256, numberToHex, toFunctionSelector } from 'viem'
import { l2OutputOracleAbi } from '../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../shared/contracts/networks.ts'
import type { Address, Hash, Hex } from '../../shared/domain/hex.ts'
import { publicRoundAddress } from '../../shared/domain/validator.ts'
import { type Rpc, toQuantity } from './rpc.ts'

/** Whom to draw as priority validator of an output; null leaves it to chance. */
export type DrawPlan = (outputIndex: bigint) => Address | null

/** The L1 block about to be made. */
export type BlockPlan = { number: number; parentHash: Hash; timestampSec: number; baseFeeWei: bigint }

type PoolTransaction = { from: Address; to: Address | null; input: Hex; gas: Hex; value: Hex }
type Pool = { pending: Record<string, Record<string, PoolTransaction>> }
type Contracts = Pick<ContractAddresses, 'L2OutputOracle' | 'ValidatorManager'>
type SimulatedBlock = { calls: { status: Hex; returnData: Hex }[] }

const submitSelector = toFunctionSelector('submitL2Output(bytes32,uint256,bytes32,uint256)')
const nextValidatorData = encodeFunctionData({ abi: validatorManagerAbi, functionName: 'nextValidator' })
const noHash: Hash = `0x${'0'.repeat(64)}`
const attempts = 200
const defaultCoinbase: Address = '0x0000000000000000000000000000000000000000'

/** The draw hashes, among other things, the block's fee recipient: this looks for one with which a submission in the coming block draws the wanted validator, by simulating it. Nothing on chain is bent, only luck. */
export function createDrawSteering(l1: Rpc, addresses: Contracts) {
  let plan: DrawPlan = () => null

  async function drawnWith(coinbase: Address, block: BlockPlan, submission: PoolTransaction): Promise<Address | null> {
    const overrides = {
      number: toQuantity(block.number),
      time: toQuantity(block.timestampSec),
      feeRecipient: coinbase,
      prevRandao: prevRandaoOf(block),
      baseFeePerGas: toQuantity(block.baseFeeWei)
    }
    const { from, to, input, value, gas } = submission
    const calls = [
      { from, to, input, value, gas },
      { to: addresses.ValidatorManager, input: nextValidatorData }
    ]
    const blocks = await l1<SimulatedBlock[]>('eth_simulateV1', [
      { blockStateCalls: [{ blockOverrides: overrides, calls }] },
      'latest'
    ])
    const [submitted, next] = blocks[0]?.calls ?? []
    if (!submitted || !next || BigInt(submitted.status) !== 1n) return null
    return decodeFunctionResult({ abi: validatorManagerAbi, functionName: 'nextValidator', data: next.returnData })
  }

  return {
    setPlan(next: DrawPlan | null): void {
      plan = next ?? (() => null)
    },
    /** Fee recipient for the coming block. */
    async coinbaseFor(block: BlockPlan): Promise<Address> {
      const wanted = plan((await nextOutputIndex(l1, addresses.L2OutputOracle)) + 1n)
      if (wanted === null) return defaultCoinbase
      // Whose submission it is makes no difference to the draw: one that arrives while this is worked out is drawn for as well.
      const submission =
        (await pendingSubmission(l1, addresses.L2OutputOracle)) ?? (await possibleSubmission(l1, addresses))
      for (let i = 0; i < attempts; i++) {
        const coinbase = numberToHex(i, { size: 20 })
        const drawn = await drawnWith(coinbase, block, submission)
        // In a public round the contract does not tell whom it drew.
        if (drawn === null || drawn.toLowerCase() === publicRoundAddress) break
        if (drawn.toLowerCase() === wanted.toLowerCase()) return coinbase
      }
      return defaultCoinbase
    }
  }
}

export type DrawSteering = ReturnType<typeof createDrawSteering>

/** How anvil makes up a block's randomness: from its parent's hash and its number, eight bytes little-endian. */
function prevRandaoOf({ parentHash, number }: BlockPlan): Hash {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number), true)
  const littleEndian = `0x${Buffer.from(bytes).toString('hex')}` as const
  return keccak256(concatHex([parentHash, littleEndian]))
}

async function pendingSubmission(l1: Rpc, oracle: Address): Promise<PoolTransaction | null> {
  const { pending } = await l1<Pool>('txpool_content')
  const all = Object.values(pending).flatMap((byNonce) => Object.values(byNonce))
  return (
    all.find(({ to, input }) => to?.toLowerCase() === oracle.toLowerCase() && input.startsWith(submitSelector)) ?? null
  )
}

/** What the validator whose turn it is could send. Simulated before the output is due it reverts, and then nothing needs steering. */
async function possibleSubmission(l1: Rpc, { L2OutputOracle, ValidatorManager }: Contracts): Promise<PoolTransaction> {
  const call = (to: Address, data: Hex): Promise<Hex> => l1<Hex>('eth_call', [{ to, data }, 'latest'])
  const [next, blockNumber] = await Promise.all([
    call(ValidatorManager, nextValidatorData),
    call(L2OutputOracle, toFunctionSelector('nextBlockNumber()'))
  ])
  const anyRoot = keccak256(blockNumber)
  const args = [anyRoot, BigInt(blockNumber), noHash, 0n] as const
  const input = encodeFunctionData({ abi: l2OutputOracleAbi, functionName: 'submitL2Output', args })
  const from = decodeFunctionResult({ abi: validatorManagerAbi, functionName: 'nextValidator', data: next })
  return { from, to: L2OutputOracle, input, gas: '0x2dc6c0', value: '0x0' }
}

async function nextOutputIndex(l1: Rpc, oracle: Address): Promise<bigint> {
  const data = toFunctionSelector('nextOutputIndex()')
  return BigInt(await l1<Hex>('eth_call', [{ to: oracle, data }, 'latest']))
}
