import { awsKeySchema } from '../../shared/config/aws-key.ts'
import { Secret } from '../../shared/secret.ts'
import { machineProblem } from '../engine/prover/machine/machine-problem.ts'
import type { AwsCredentials, AwsKey } from './aws-credentials.ts'

/** A secret of the vault by its name; null where there is none. Rejects while the vault is locked. */
export type ReadSecret = (name: string) => Promise<Secret<string> | null>

/** The AWS key from the vault, read for each call: it may be unlocked, or hold another key, later. `load` throws machine problems NO_CREDENTIALS and VAULT_LOCKED. */
export const vaultCredentials = (readSecret: ReadSecret): AwsCredentials => ({ load: () => loadKey(readSecret) })

async function loadKey(readSecret: ReadSecret): Promise<AwsKey> {
  const text = await readSecret('aws').catch((cause: unknown) => {
    throw machineProblem('VAULT_LOCKED', { cause })
  })
  const kept = awsKeySchema.safeParse(text === null ? null : json(text.reveal()))
  if (!kept.success) throw machineProblem('NO_CREDENTIALS')
  const { accessKeyId, secretAccessKey, sessionToken } = kept.data
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: sessionToken === undefined ? null : new Secret(sessionToken)
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
