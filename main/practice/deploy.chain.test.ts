import { type Address, createPublicClient, getAddress, type Hex, http, keccak256, parseAbi, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assetManagerAbi } from '../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../shared/contracts/abi/colosseum.ts'
import { l2OutputOracleAbi } from '../../shared/contracts/abi/l2-output-oracle.ts'
import { securityCouncilAbi } from '../../shared/contracts/abi/security-council.ts'
import { validatorManagerAbi } from '../../shared/contracts/abi/validator-manager.ts'
import { validatorPoolAbi } from '../../shared/contracts/abi/validator-pool.ts'
import { zkProofVerifierAbi } from '../../shared/contracts/abi/zk-proof-verifier.ts'
import { type Anvil, startAnvil } from './anvil.ts'
import { artifactOf, loadArtifacts } from './artifacts.ts'
import { type Deployment, type DeployOptions, deployContracts } from './deploy.ts'
import { mainnetShapeParams, type ProtocolParams, practiceParams } from './params.ts'

const startSec = 1_800_000_000
const deployerKey: Hex = keccak256('0xdeb107')
const account = (n: number): Address => getAddress(`0x${n.toString(16).padStart(40, '0')}`)
const [trusted, vault, prover, member] = [account(0xa1), account(0xa2), account(0xa3), account(0xa4)]
const root = keccak256('0x00')

let anvil: Anvil

const optionsWith = (params: ProtocolParams, more: Partial<DeployOptions> = {}): DeployOptions => ({
  rpcUrl: anvil.httpUrl,
  deployerPrivateKey: deployerKey,
  params,
  startingTimestampSec: startSec,
  genesisOutputRoot: root,
  trustedValidator: trusted,
  rewardVault: vault,
  councilMembers: [member, account(0xa5), account(0xa6), account(0xa7)],
  verifiers: { kind: 'signed', prover },
  kroGrants: [{ to: vault, amountWei: 7n }],
  kghGrants: [{ to: vault, firstId: 3, count: 2 }],
  v1BalanceWei: 5n,
  mineBlock: () => anvil.rpc('evm_mine'),
  ...more
})

beforeAll(async () => {
  anvil = await startAnvil({ chainId: 31_337, timestampSec: startSec })
  await anvil.rpc('anvil_setBalance', [privateKeyToAccount(deployerKey).address, toHex(10n ** 24n)])
})
afterAll(() => anvil?.stop())

describe.each([
  ['practice', practiceParams],
  ['mainnet-shape', mainnetShapeParams],
  ['shifted', { ...practiceParams, startingBlockNumber: 1_000, l2BlockTime: 3 }]
])('deployContracts with the %s parameters', (_name, params) => {
  let deployment: Deployment
  const client = () => createPublicClient({ transport: http(anvil.httpUrl) })

  beforeAll(async () => {
    deployment = await deployContracts(optionsWith(params))
  })

  it('puts the compiled code, immutables filled in, where it says', async () => {
    const artifacts = await loadArtifacts()
    for (const name of [
      'AssetManager',
      'ValidatorManager',
      'L2OutputOracle',
      'Colosseum',
      'SecurityCouncil'
    ] as const) {
      const code = await client().getCode({ address: deployment.addresses[name] })
      const compiled = Buffer.from(artifactOf(artifacts, name).deployedBytecode.slice(2), 'hex')
      const deployed = Buffer.from((code ?? '0x').slice(2), 'hex')
      expect(deployed).toHaveLength(compiled.length)
      expect(compiled.every((byte, i) => byte === 0 || byte === deployed[i])).toBe(true)
    }
  })

  it('wires every contract to the others', async () => {
    const at = deployment.addresses
    const read = client()
    const manager = { address: at.ValidatorManager, abi: validatorManagerAbi } as const
    const assets = { address: at.AssetManager, abi: assetManagerAbi } as const
    const oracle = { address: at.L2OutputOracle, abi: l2OutputOracleAbi } as const
    const game = { address: at.Colosseum, abi: colosseumAbi } as const
    const verifier = { address: at.ZKProofVerifier, abi: zkProofVerifierAbi } as const
    const council = { address: at.SecurityCouncil, abi: securityCouncilAbi } as const
    const named = await Promise.all([
      read.readContract({ ...manager, functionName: 'L2_ORACLE' }),
      read.readContract({ ...manager, functionName: 'ASSET_MANAGER' }),
      read.readContract({ ...assets, functionName: 'VALIDATOR_MANAGER' }),
      read.readContract({ ...assets, functionName: 'ASSET_TOKEN' }),
      read.readContract({ ...assets, functionName: 'KGH' }),
      read.readContract({ ...assets, functionName: 'SECURITY_COUNCIL' }),
      read.readContract({ ...assets, functionName: 'VALIDATOR_REWARD_VAULT' }),
      read.readContract({ ...oracle, functionName: 'VALIDATOR_MANAGER' }),
      read.readContract({ ...oracle, functionName: 'VALIDATOR_POOL' }),
      read.readContract({ ...oracle, functionName: 'COLOSSEUM' }),
      read.readContract({ ...game, functionName: 'L2_ORACLE' }),
      read.readContract({ ...game, functionName: 'SECURITY_COUNCIL' }),
      read.readContract({ ...game, functionName: 'ZK_PROOF_VERIFIER' }),
      read.readContract({ ...verifier, functionName: 'sp1Verifier' }),
      read.readContract({ ...verifier, functionName: 'zkVerifier' }),
      read.readContract({ ...verifier, functionName: 'zkMerkleTrie' }),
      read.readContract({ ...council, functionName: 'COLOSSEUM' }),
      read.readContract({ address: at.ValidatorPool, abi: validatorPoolAbi, functionName: 'L2_ORACLE' })
    ])
    expect(named).toEqual(
      [
        [at.L2OutputOracle, at.AssetManager],
        [at.ValidatorManager, at.GovernanceToken, at.KGH, at.SecurityCouncil, vault],
        [at.ValidatorManager, at.ValidatorPool, at.Colosseum],
        [at.L2OutputOracle, at.SecurityCouncil, at.ZKProofVerifier],
        [at.Sp1Verifier, at.ZkVerifier, at.ZkMerkleTrie],
        [at.Colosseum],
        [at.L2OutputOracle]
      ]
        .flat()
        .map((address) => getAddress(address))
    )
    expect(await read.readContract({ ...verifier, functionName: 'zkVmProgramVKey' })).toBe(deployment.vkey)
    expect(await read.readContract({ ...council, functionName: 'quorum' })).toBe(3n)
    expect(await read.readContract({ ...council, functionName: 'getVotes', args: [member] })).toBe(1n)
  })

  it('leaves output 0 final and paid and the trusted validator next', async () => {
    const { L2OutputOracle, ValidatorManager, ValidatorPool } = deployment.addresses
    const oracle = { address: L2OutputOracle, abi: l2OutputOracleAbi } as const
    const read = client()
    expect(await read.readContract({ ...oracle, functionName: 'getL2Output', args: [0n] })).toMatchObject({
      submitter: trusted,
      outputRoot: root,
      l2BlockNumber: BigInt(params.startingBlockNumber)
    })
    expect(await read.readContract({ ...oracle, functionName: 'isFinalized', args: [0n] })).toBe(true)
    expect(await read.readContract({ ...oracle, functionName: 'nextFinalizeOutputIndex' })).toBe(1n)
    const next = params.startingBlockNumber + params.submissionInterval
    expect(await read.readContract({ ...oracle, functionName: 'nextBlockNumber' })).toBe(BigInt(next))
    expect(await read.readContract({ ...oracle, functionName: 'nextOutputMinL2Timestamp' })).toBe(
      BigInt(startSec + (params.submissionInterval + 1) * params.l2BlockTime)
    )
    expect(
      await read.readContract({ address: ValidatorManager, abi: validatorManagerAbi, functionName: 'nextValidator' })
    ).toBe(trusted)
    expect(
      await read.readContract({
        address: ValidatorPool,
        abi: validatorPoolAbi,
        functionName: 'balanceOf',
        args: [trusted]
      })
    ).toBe(5n)
  })

  it('hands out KRO and KGH', async () => {
    const abi = parseAbi(['function balanceOf(address) view returns (uint256)'])
    const { GovernanceToken, KGH } = deployment.addresses
    const of = (address: Address) => client().readContract({ address, abi, functionName: 'balanceOf', args: [vault] })
    expect(await of(GovernanceToken)).toBe(7n)
    expect(await of(KGH)).toBe(2n)
  })
})

it('names the creation that failed', async () => {
  const tooLate = optionsWith(practiceParams, { startingTimestampSec: startSec + 1_000_000 })
  await expect(deployContracts(tooLate)).rejects.toMatchObject({
    meta: { code: 'DEPLOYMENT_FAILED', reason: 'creation of L2OutputOracle reverted' }
  })
})
