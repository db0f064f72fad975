import { awsKeySchema } from '../shared/config/aws-key.ts'
import type { Address, Hex } from '../shared/domain/hex.ts'
import type { VaultView } from '../shared/domain/vault.ts'
import { AppError } from '../shared/errors.ts'
import { Secret } from '../shared/secret.ts'
import type { SecretInput, VaultControl } from './ipc/handlers/vault-handlers.ts'
import { createKeySigner } from './store/signers/create-key-signer.ts'
import { validatorKeyName } from './store/signers/load-vault-key.ts'
import type { Vault } from './store/vault/vault.ts'

type Deps = {
  vault: Vault
  /** Names of the secrets that the settings take from it. */
  wanted: () => string[]
  /** Told of each secret that comes in: no log may show it. */
  learn: (secret: string) => void
}

/** The vault as the screens see it: what is in it by name, and nothing of what it holds. */
export function createVaultDesk({ vault, wanted, learn }: Deps): VaultControl {
  const view = async (): Promise<VaultView> => ({
    state: vault.state(),
    kind: vault.kind(),
    problem: problemOf(vault),
    names: vault.names(),
    wanted: wanted(),
    account: await keptAccount(vault),
    waitUntilMs: vault.waitUntilMs()
  })
  const after = async (done: Promise<void>): Promise<VaultView> => {
    await done
    return view()
  }
  return {
    view,
    unlock: (passphrase, signal) => after(vault.unlock(passphrase ?? new Secret(''), signal)),
    choosePassphrase: (passphrase) => after(vault.choosePassphrase(passphrase)),
    changePassphrase: (change, signal) => after(vault.changePassphrase(change, signal)),
    async writeSecret(input) {
      const { name, value } = secretOf(input)
      learn(input.kind === 'aws' ? input.secretAccessKey.reveal().trim() : value.reveal())
      return after(vault.write(name, value))
    },
    removeSecret: (name) => after(vault.remove(name))
  }
}

/** Whose key is kept; null while it cannot be read. */
export async function keptAccount(vault: Vault): Promise<Address | null> {
  if (vault.state() !== 'open') return null
  try {
    const key = await vault.read(validatorKeyName)
    return key && createKeySigner(new Secret(key.reveal() as Hex)).address
  } catch {
    return null
  }
}

const problemOf = (vault: Vault): VaultView['problem'] => {
  const problem = vault.problem()
  return problem && { code: String(problem.code), message: problem.message }
}

/** Checked before it is kept: what is wrong is noticed while somebody is there. Throws AWS_KEY_INVALID, CHANNEL_URL_INVALID. */
function secretOf(input: SecretInput): { name: string; value: Secret<string> } {
  if (input.kind === 'aws') return { name: 'aws', value: awsSecret(input) }
  const url = input.url.reveal().trim()
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return { name: input.name, value: new Secret(url) }
  throw new AppError({ code: 'CHANNEL_URL_INVALID' }, { message: 'The URL must start with http:// or https://.' })
}

type AwsParts = { accessKeyId: Secret<string>; secretAccessKey: Secret<string>; sessionToken: Secret<string> | null }

/** The AWS key as the vault keeps it. Throws AWS_KEY_INVALID. */
export function awsSecret({ accessKeyId, secretAccessKey, sessionToken }: AwsParts): Secret<string> {
  const token = sessionToken?.reveal().trim()
  const parsed = awsKeySchema.safeParse({
    accessKeyId: accessKeyId.reveal().trim(),
    secretAccessKey: secretAccessKey.reveal().trim(),
    ...(token && { sessionToken: token })
  })
  if (parsed.success) return new Secret(JSON.stringify(parsed.data))
  const [issue] = parsed.error.issues
  throw new AppError(
    { code: 'AWS_KEY_INVALID', field: String(issue?.path[0] ?? '') },
    { message: `The AWS key is not a whole one: ${issue?.message ?? 'a part is missing'}.` }
  )
}
