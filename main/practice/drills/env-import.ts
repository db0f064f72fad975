import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from '../../../shared/secret.ts'
import { readEnvFile, wipeEnvFile } from '../../store/env-import/env-file.ts'
import type { LoadedKey } from '../../store/signers/load-signer.ts'
import { loadVaultKey, validatorKeyName } from '../../store/signers/load-vault-key.ts'
import { openVault } from '../../store/vault/open-vault.ts'
import type { Vault } from '../../store/vault/vault.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../network.ts'
import { protocolReader } from '../read-contract.ts'
import { createBlockDriver } from './block-driver.ts'
import { type Drill, type DrillContext, type DrillFacts, expectEqual } from './drill.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { operatorHands } from './operator-hands.ts'

const passphrase = 'a passphrase for a drill'
const awsSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

/** The move from the docker set-up: its file is read, its key goes into the vault, the file is wiped, and the key works after the next start. */
export const envImportDrill: Drill = {
  name: 'env-import',
  about: "the docker set-up's .env is looked at, imported into the vault and wiped; its key then signs on chain",
  async run(context) {
    const { preset, seed, clock, log, signal } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal, mining: 'manual' })
    let operator: OperatorEngine | null = null
    try {
      const facts = await importKey(context, network)
      const { signer, account } = await unlockedKey(context)
      expectEqual('account of the key in the vault', account, network.accounts.operator.address)
      if (!signer) throw new Error('the vault has a key')
      operator = await startOperatorEngine(context, network, { signer, roles: { submitter: false } })
      const hands = await operatorHands(operator.engine, createBlockDriver(network, context), context)
      const [record] = await hands.act({ kind: 'commission-init', input: { commission: '31' } })
      const read = protocolReader(network)
      expectEqual('pending rate', await read.manager('getPendingCommissionRate', account), 31)
      await expectNoSecret(context, network)
      return { ...facts, account, hash: record?.hash }
    } finally {
      await operator?.stop()
      await network.stop()
    }
  }
}

const vaultIn = ({ folder, clock }: DrillContext): Vault =>
  openVault({ path: join(folder, 'vault.json'), seal: Promise.resolve(null), clock })

/** As at a later start: the file is read anew, and the passphrase opens it. */
async function unlockedKey(context: DrillContext): Promise<LoadedKey> {
  const vault = vaultIn(context)
  await vault.unlock(new Secret(passphrase), context.signal)
  return loadVaultKey(vault, { tell: () => {}, wait: false, signal: context.signal })
}

async function importKey(context: DrillContext, network: PracticeNetwork): Promise<DrillFacts> {
  const { folder, say } = context
  const path = join(folder, '.env')
  await writeFile(path, dotEnv(network), { mode: 0o644 })
  const read = await readEnvFile(path)
  const { preview, secrets } = read
  const shown = JSON.stringify(read)
  for (const secret of secretsOf(network)) expectEqual('a secret is shown', shown.includes(secret), false)
  expectEqual(
    'conflicts',
    preview.conflicts.map(({ code }) => code),
    ['CHALLENGER_WITHOUT_PROVER']
  )
  expectEqual('account', preview.account, network.accounts.operator.address)
  const exposed = preview.exposed.map(({ code }) => code)
  expectEqual('exposed', exposed.slice(0, 3), ['PRIVATE_KEY_IN_PLAIN_TEXT', 'AWS_KEY_IN_PLAIN_TEXT', 'KEY_IN_URL'])
  if (!secrets.privateKey) throw new Error('the preview says that it is ready')
  const vault = vaultIn(context)
  await vault.choosePassphrase(new Secret(passphrase))
  await vault.write(validatorKeyName, new Secret<string>(secrets.privateKey.reveal()))
  await wipeEnvFile(read)
  expectEqual('the file is gone', (await readdir(folder)).includes('.env'), false)
  say(`imported ${preview.account}, ${exposed.length} exposures found, the file is wiped`)
  return { found: preview.found.length, exposed, missing: preview.missing }
}

const secretsOf = ({ accounts }: PracticeNetwork): string[] => [
  accounts.operator.privateKey.reveal().slice(2),
  awsSecret,
  passphrase,
  'k3y-of-a-provider-0123456789'
]

const dotEnv = (network: PracticeNetwork): string =>
  [
    '# written by the docker set-up',
    'NETWORK_NAME=sepolia',
    `VALIDATOR_PRIVATE_KEY=${network.accounts.operator.privateKey.reveal()}`,
    'VALIDATOR_MNEMONIC=',
    'VALIDATOR_HD_PATH=',
    'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true',
    'KROMA_VALIDATOR__CHALLENGER_ENABLED=true',
    'KROMA_VALIDATOR__PROVER_RPC=',
    'KROMA_VALIDATOR__L1_RPC_ENDPOINT=wss://sepolia.example/v3/k3y-of-a-provider-0123456789',
    'KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    `KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY=${awsSecret}`,
    ''
  ].join('\r\n')

/** What the drill left on disk holds no key in the clear. */
async function expectNoSecret({ folder }: DrillContext, network: PracticeNetwork): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    if (!(await stat(path)).isFile()) continue
    const text = (await readFile(path)).toString('latin1').toLowerCase()
    for (const secret of secretsOf(network))
      expectEqual(`a secret lies in ${name}`, text.includes(secret.toLowerCase()), false)
  }
}
