import { type Address, encodeFunctionData, type Hex, keccak256, maxUint256, parseAbi, stringToHex, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Anvil, startAnvil } from '../../main/practice/anvil.ts'
import { deployContracts } from '../../main/practice/deploy.ts'
import { paramsFromJson } from '../../main/practice/params.ts'
import type { Rpc } from '../../main/practice/rpc.ts'

const actors = ['T', 'A', 'B', 'C', 'D', 'O', 'V', 'wT', 'wA', 'wB', 'wC', 'S1', 'S2', 'S3'] as const
type Actor = (typeof actors)[number]
const holders = ['T', 'A', 'B', 'C', 'D', 'V'] as const
const initialKroWei = 1_000_000n * 10n ** 18n
const initialEthWei = 10_000n * 10n ** 18n
const genesisTimeSec = 1_800_000_000
const chainId = 31_337
const approvals = parseAbi([
  'function approve(address spender, uint256 amount) returns (bool)',
  'function setApprovalForAll(address operator, bool approved)'
])

const keyOf = (name: string): Hex => keccak256(stringToHex(`kroma conformance ${name}`))
const addressOf = (actor: Actor): Address => privateKeyToAccount(keyOf(actor)).address

/** What the replayer asks of an adapter (vectors/README.md): a fresh chain with the contracts in the base state of a parameter set. */
export async function deploy(params: Parameters<typeof paramsFromJson>[0], setName: string) {
  const anvil = await startAnvil({
    chainId,
    timestampSec: genesisTimeSec,
    extraArgs: ['--gas-limit', '100000000']
  })
  try {
    return { ...(await prepare(anvil, params)), rpcUrl: anvil.httpUrl, setName, close: anvil.stop }
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

async function prepare({ httpUrl, rpc }: Anvil, json: Parameters<typeof paramsFromJson>[0]) {
  const mine = clockedMiner(rpc)
  for (const name of ['deployer', ...actors]) {
    const { address } = privateKeyToAccount(keyOf(name))
    await rpc('anvil_setBalance', [address, toHex(initialEthWei)])
  }
  const { addresses, vkey } = await deployContracts({
    rpcUrl: httpUrl,
    deployerPrivateKey: keyOf('deployer'),
    params: paramsFromJson(json),
    startingTimestampSec: genesisTimeSec,
    genesisOutputRoot: keccak256(stringToHex('genesis')),
    trustedValidator: addressOf('T'),
    rewardVault: addressOf('V'),
    councilMembers: [addressOf('S1'), addressOf('S2'), addressOf('S3')],
    verifiers: { kind: 'stub' },
    kroGrants: holders.map((holder) => ({ to: addressOf(holder), amountWei: initialKroWei })),
    kghGrants: [{ to: addressOf('D'), firstId: 0, count: 10 }],
    v1BalanceWei: 200_000_000_000_000_000n,
    mineBlock: mine
  })
  await approveAll(rpc, { kro: addresses.GovernanceToken, kgh: addresses.KGH, spender: addresses.AssetManager })
  await mine()
  await rpc('evm_setAutomine', [true])

  const accounts = Object.fromEntries(actors.map((actor) => [actor, { privateKey: keyOf(actor) }]))
  return {
    addresses: { ...addresses, KRO: addresses.GovernanceToken },
    accounts,
    vkey,
    proof: { valid: '0x01', invalid: '0x00' },
    zkEvm: { proof: { valid: [1n], invalid: [0n] }, pair: [1n, 2n, 3n, 4n], merkle: { valid: ['0x01'], invalid: [] } },
    features: ['impersonate', 'council', 'kgh', 'v1pool', 'zkevm']
  }
}

// The scenarios start six seconds after the starting time stamp: blocks of the set-up get one second each.
function clockedMiner(rpc: Rpc): () => Promise<void> {
  let timeSec = genesisTimeSec
  return async () => {
    timeSec += 1
    await rpc('evm_setNextBlockTimestamp', [timeSec])
    await rpc('evm_mine')
  }
}

async function approveAll(rpc: Rpc, { kro, kgh, spender }: { kro: Address; kgh: Address; spender: Address }) {
  const approve = encodeFunctionData({ abi: approvals, functionName: 'approve', args: [spender, maxUint256] })
  const forAll = encodeFunctionData({ abi: approvals, functionName: 'setApprovalForAll', args: [spender, true] })
  for (const holder of holders) await send(rpc, { from: holder, nonce: 0, to: kro, data: approve })
  await send(rpc, { from: 'D', nonce: 1, to: kgh, data: forAll })
}

async function send(rpc: Rpc, { from, ...tx }: { from: Actor; nonce: number; to: Address; data: Hex }) {
  const fields = { type: 'legacy', chainId, gas: 200_000n, gasPrice: 10n ** 10n, ...tx } as const
  await rpc('eth_sendRawTransaction', [await privateKeyToAccount(keyOf(from)).signTransaction(fields)])
}
