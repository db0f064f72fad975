import { createHash } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { AppError } from '../shared/errors.ts'
import type { EnvControl } from './ipc/handlers/env-handlers.ts'
import { keptForAWhile } from './kept-for-a-while.ts'
import type { KeyDesk, KeyDeskDeps } from './key-desk.ts'
import { wipeEnvFile } from './store/env-import/env-file.ts'
import { type OperatorEnv, readOperatorEnv } from './store/env-import/read-operator-env.ts'
import { lockedVault } from './store/vault/vault-errors.ts'
import { awsSecret } from './vault-desk.ts'

type Deps = Pick<KeyDeskDeps, 'vault' | 'clock' | 'log' | 'learn'> & { keys: Pick<KeyDesk, 'keep'> }

/** The way from the docker set-up's environment file into vault and settings. */
export function createEnvDesk({ vault, keys, clock, log, learn }: Deps): EnvControl {
  const previews = keptForAWhile<OperatorEnv & { sha256: string }>(clock)
  const imported = keptForAWhile<{ sha256: string }>(clock)
  return {
    preview(text) {
      if (text.reveal().includes('\0')) throw notText()
      const env = readOperatorEnv(text.reveal())
      const sha256 = createHash('sha256').update(text.reveal(), 'utf8').digest('hex')
      return { id: previews.put({ ...env, sha256 }), preview: env.preview }
    },
    async import({ id, key, aws, confirmation }, signal) {
      const env = previews.get(id)
      if (!env) throw unknown()
      const { preview, secrets, config } = env
      const wanted = { key: key ? readyKey(env) : null, aws: aws ? secrets.aws : null }
      if ((wanted.key || wanted.aws) && vault.state() !== 'open') throw vault.problem() ?? lockedVault()
      const awsKey = wanted.aws && awsSecret({ ...wanted.aws, sessionToken: null })
      if (wanted.key) await keys.keep(wanted.key, confirmation, signal)
      if (awsKey) {
        learn(secrets.aws?.secretAccessKey.reveal() ?? '')
        await vault.write('aws', awsKey)
      }
      previews.drop(id)
      const stored = [...(wanted.key ? (['validator-key'] as const) : []), ...(awsKey ? (['aws'] as const) : [])]
      log.info('env.imported', { account: preview.account, stored: stored.join() })
      const wipeId = imported.put({ sha256: env.sha256 })
      return { stored, account: preview.account, config: config.reveal(), wipeId }
    },
    async wipe({ id, path }) {
      const file = imported.get(id)
      if (!file) throw unknown()
      if (!isAbsolute(path)) throw notWhole(path)
      await wipeEnvFile({ path, ...file })
      imported.drop(id)
      log.info('env.wiped', {})
    }
  }
}

function readyKey({ preview, secrets }: OperatorEnv): Parameters<KeyDesk['keep']>[0] {
  if (preview.ready && secrets.privateKey && preview.account)
    return { key: secrets.privateKey, account: preview.account }
  throw new AppError(
    { code: 'ENV_NOT_READY' },
    { message: 'The file does not say clearly which key is meant: settle what is listed first, then read it again.' }
  )
}

const notText = (): AppError =>
  new AppError(
    { code: 'ENV_NOT_TEXT' },
    { message: 'This is not a text file in UTF-8. Save it as one, then choose it again.' }
  )

const notWhole = (path: string): AppError =>
  new AppError(
    { code: 'ENV_UNREADABLE', path },
    { message: `Give the whole path of the file, from the root of the disk on.` }
  )

const unknown = (): AppError =>
  new AppError(
    { code: 'ENV_PREVIEW_UNKNOWN' },
    { message: 'The file was read too long ago and is forgotten: choose it once more.' }
  )
