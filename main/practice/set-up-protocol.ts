import { encodeFunctionData, maxUint256 } from 'viem'
import { assetManagerAbi } from '../../shared/contracts/abi/asset-manager.ts'
import { governanceTokenAbi } from '../../shared/contracts/abi/governance-token.ts'
import { l2OutputOracleAbi } from '../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../shared/contracts/abi/validator-manager.ts'
import type { Address, Hash } from '../../shared/domain/hex.ts'
import type { Artifacts } from './compile.ts'
import { type Deployment, deployContracts } from './deploy.ts'
import { fundEth, type OwnTransaction, sendAllOwn } from './l1-transactions.ts'
import type { ProtocolParams } from './params.ts'
import type { PracticeAccount, PracticeAccounts, PracticeValidator } from './practice-accounts.ts'
import { practiceAmounts as amounts } from './practice-amounts.ts'
import type { Rpc } from './rpc.ts'

export type SetUp = {
  l1: Rpc
  l1Url: string
  params: ProtocolParams
  accounts: PracticeAccounts
  artifacts: Artifacts
  genesisSec: number
  genesisOutputRoot: Hash
  /** Makes the next L1 block. */
  mine: () => Promise<void>
  signal: AbortSignal
}

/** The trusted validator: the first of the others, or the operator when alone. */
export const trustedOf = ({ bots, operator }: PracticeAccounts): PracticeValidator => bots[0] ?? operator

/** Deploys the protocol, hands out ETH and KRO, registers every validator with 100,000 KRO, fills the reward vault and delegates to the operator. */
export async function setUpProtocol(input: SetUp): Promise<Deployment> {
  const { l1, accounts, mine } = input
  await fundEth(l1, everybody(accounts), amounts.accountEthWei)
  const deployment = await deploy(input)
  const { addresses } = deployment
  const approve = (from: PracticeAccount): OwnTransaction => ({
    from,
    to: addresses.GovernanceToken,
    what: 'approval of KRO',
    data: encodeFunctionData({
      abi: governanceTokenAbi,
      functionName: 'approve',
      args: [addresses.AssetManager, maxUint256]
    })
  })
  const holders = [...validatorsOf(accounts), accounts.delegator, accounts.rewardVault]
  const registrations = validatorsOf(accounts).map((validator) => registration(validator, addresses.ValidatorManager))
  await sendAllOwn({ l1, transactions: [...holders.map(approve), ...registrations], mine })
  await sendAllOwn({ l1, transactions: [delegation(accounts, addresses.AssetManager)], mine })
  return deployment
}

function deploy({
  l1Url,
  params,
  accounts,
  artifacts,
  genesisSec,
  genesisOutputRoot,
  mine,
  signal
}: SetUp): Promise<Deployment> {
  const wallets = validatorsOf(accounts).map(({ address }) => ({
    to: address,
    amountWei: amounts.validatorWalletKroWei
  }))
  return deployContracts({
    rpcUrl: l1Url,
    deployerPrivateKey: accounts.deployer.privateKey.reveal(),
    artifacts,
    params,
    startingTimestampSec: genesisSec,
    genesisOutputRoot,
    trustedValidator: trustedOf(accounts).address,
    rewardVault: accounts.rewardVault.address,
    councilMembers: accounts.council.map(({ address }) => address),
    verifiers: { kind: 'signed', prover: accounts.prover.address },
    kroGrants: [
      ...wallets,
      { to: accounts.rewardVault.address, amountWei: amounts.rewardVaultKroWei },
      { to: accounts.delegator.address, amountWei: amounts.delegatorWalletKroWei }
    ],
    mineBlock: mine,
    signal
  })
}

const registration = (validator: PracticeValidator, to: Address): OwnTransaction => ({
  from: validator,
  to,
  what: `registration of ${validator.name}`,
  data: encodeFunctionData({
    abi: validatorManagerAbi,
    functionName: 'registerValidator',
    args: [amounts.registeredKroWei, amounts.commissionPercent, validator.withdrawAccount.address]
  })
})

const delegation = ({ delegator, operator }: PracticeAccounts, to: Address): OwnTransaction => ({
  from: delegator,
  to,
  what: 'delegation to the operator',
  data: encodeFunctionData({
    abi: assetManagerAbi,
    functionName: 'delegate',
    args: [operator.address, amounts.delegatedKroWei]
  })
})

/** `submitL2Output` from one of the practice accounts. */
export function submission(input: {
  from: PracticeAccount
  oracle: Address
  outputRoot: Hash
  l2BlockNumber: bigint
  l1Block: { hash: Hash; number: bigint }
}): OwnTransaction {
  const { from, oracle, outputRoot, l2BlockNumber, l1Block } = input
  const args = [outputRoot, l2BlockNumber, l1Block.hash, l1Block.number] as const
  const data = encodeFunctionData({ abi: l2OutputOracleAbi, functionName: 'submitL2Output', args })
  return { from, to: oracle, data, what: `submission of the output at L2 block ${l2BlockNumber}` }
}

const validatorsOf = ({ operator, bots }: PracticeAccounts): PracticeValidator[] => [operator, ...bots]

function everybody(accounts: PracticeAccounts): Address[] {
  const { deployer, rewardVault, council, delegator, outsider } = accounts
  const validators = validatorsOf(accounts)
  const all = [
    ...validators,
    ...validators.map((v) => v.withdrawAccount),
    deployer,
    rewardVault,
    delegator,
    outsider,
    ...council
  ]
  return all.map(({ address }) => address)
}
