import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { readEnvFile } from '../../../main/store/env-import/env-file.ts'
import { contractAddressesSchema } from '../../../shared/config/config.ts'
import { AppError } from '../../../shared/errors.ts'
import { runApp } from '../../headless/run-app.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { expect } from '../stage/own-work.ts'
import { runTests } from '../stage/run-tests.ts'
import { waitFor } from '../stage/wait.ts'

const key = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'
const good = `VALIDATOR_PRIVATE_KEY=${key}\n`

async function hostileEnv({ folder }: FaultContext): Promise<string> {
  const own = join(folder, 'env')
  await mkdir(own)
  const path = join(own, '.env')
  const wounded = join(own, 'wounded')
  const hostile = [
    `\uFEFF${good}`.trimEnd(),
    `VALIDATOR_PRIVATE_KEY=${key}`,
    `L1_RPC_ENDPOINT="$(touch ${wounded})"`,
    `PROVER_RPC=\`touch ${wounded}\``,
    '__proto__=polluted',
    'constructor=polluted',
    'KROMA_VALIDATOR__ROLLUP_RPC=../../../../etc/passwd',
    'MULTI="first\nINJECTED_NAME=second"',
    'NOT A LINE',
    `UNKNOWN_NAME=${key}`
  ].join('\r\n')
  await writeFile(path, hostile, { mode: 0o600 })
  const read = await readEnvFile(path)
  const shown = inspect(read, { depth: 10 }) + JSON.stringify(read)
  expect('the preview shows no secret', !shown.includes(key) && !shown.includes(key.slice(8, 40)))
  expect('nothing was run', !existsSync(wounded))
  expect('no prototype was touched', ({} as Record<string, unknown>).polluted === undefined)
  expect('the key is found', read.secrets.privateKey?.reveal().endsWith(key) === true)
  const refusals: string[] = []
  const refused = async (what: string, code: string): Promise<void> => {
    const error = await readEnvFile(path).catch((thrown: unknown) => thrown)
    expect(what, error instanceof AppError && error.code === code, inspect(error))
    expect(`${what}: no secret in the refusal`, !inspect(error, { depth: 10 }).includes(key))
    refusals.push(code)
  }
  await writeFile(path, Buffer.concat([Buffer.from(good), Buffer.from([0]), Buffer.from('A=1')]))
  await refused('a file with NUL', 'ENV_NOT_TEXT')
  await truncate(path, 100 * 1_024 * 1_024)
  await refused('a file of 100 MB', 'ENV_TOO_LARGE')
  const link = join(own, 'link')
  await symlink(path, link)
  const linked = await readEnvFile(link).catch((thrown: unknown) => thrown)
  expect('a link', linked instanceof AppError && linked.code === 'ENV_NOT_A_FILE', inspect(linked))
  return `${read.preview.found.length} names read as data, nothing run, no secret shown; refused: ${[...refusals, 'ENV_NOT_A_FILE (link)'].join(', ')}`
}

const token = 'sEcReT-path-token-0123456789abcdef'
const variable = 'KROMA_FAULTS_KEY'

/** The app without a screen, with a secret in each place that may hold one, on endpoints that fail and complain with them. */
async function seededSecrets(stage: FaultStage): Promise<string> {
  const { network, context, primary, spare, rollup } = stage
  const data = join(context.folder, 'data')
  await mkdir(data)
  const secret = network.accounts.operator.privateKey.reveal()
  const names = contractAddressesSchema.keyof().options
  const config = {
    network: 'custom',
    ...{ l1ChainId: network.l1.chainId, l2ChainId: network.l2.chainId },
    addresses: Object.fromEntries(names.map((name) => [name, network.addresses[name]])),
    rpc: {
      l1: [`${primary.httpUrl}/v3/${token}`, `${spare.httpUrl}/?key=${token}`],
      l2: [`${network.l2.httpUrl}/${token}`],
      rollup: [`${rollup.httpUrl}/${token}`]
    },
    key: { source: 'environment', variable }
  }
  const path = join(context.folder, 'config.json')
  writeFileSync(path, JSON.stringify(config))
  primary.inject({ skip: 20, fault: { kind: 'error', error: { code: -32603, message: `failed at /v3/${token}` } } })
  const app = runApp(['--headless', '--config', path, '--data', data, '--log-level', 'debug'], { [variable]: secret })
  await app.line('"gate.passed"')
  const argv = process.platform === 'linux' ? readFileSync(`/proc/${app.child.pid}/cmdline`, 'utf8') : ''
  await waitFor(context, { what: 'the failing endpoint met' }, () =>
    primary.passed().some(({ fault }) => fault) ? true : null
  )
  app.child.kill('SIGINT')
  const { out, err } = await app.ended
  const files = globSync('**/*', { cwd: data, withFileTypes: true }).filter((one) => one.isFile())
  const kept = files.map((one) => readFileSync(join(one.parentPath, one.name)).toString('latin1'))
  const places = { out, err, argv, files: kept.join('\n') }
  for (const [place, text] of Object.entries(places))
    for (const hidden of [secret.slice(2), token])
      expect(
        `no secret in ${place}`,
        !text.toLowerCase().includes(hidden.toLowerCase()),
        hidden === token ? 'the token' : 'the key'
      )
  expect('there was something to look at', out.length > 500 && files.length > 1, files.length)
  return `key and URL tokens in none of: standard output (${out.length} characters), complaints, arguments, ${files.length} files of the data folder`
}

const byTests = (
  name: string,
  about: { injected: string; expected: string },
  files: readonly string[],
  names?: string
): FaultEntry => ({
  name: `security-${name}`,
  ...about,
  isTests: true,
  async run({ folder }) {
    const held = await runTests(files, { folder, ...(names && { names }) })
    return `${held} tests that do this held (${files.join(', ')})`
  }
})

export const securityEntries: FaultEntry[] = [
  {
    name: 'security-hostile-env',
    injected:
      '`.env` with a BOM, duplicates, commands, prototype names, path tricks, a newline in a value; NUL; 100 MB; a link',
    expected: 'parsed as data with a redacted preview, or refused; nothing is run',
    run: hostileEnv
  },
  byTests(
    'script-strings',
    {
      injected: 'a script in every word that nodes, contracts, provers and AWS bring to the screens',
      expected: 'shown as text, never as a tag'
    },
    ['e2e/faults/screens/script-strings.test.tsx']
  ),
  byTests(
    'untrusted-frame',
    {
      injected: 'every command from an untrusted sender; prototype pollution; oversized input',
      expected: 'refused before anything else is looked at'
    },
    ['main/ipc/serve.test.ts', 'main/ipc/input-guard.test.ts', 'main/shell/desktop/ipc-electron.test.ts']
  ),
  byTests(
    'renderer-signing',
    {
      injected: 'a renderer that calls every action command with whatever it likes',
      expected: 'it obtains no key, and nothing is sent whose fields differ from what main prepared'
    },
    ['main/ipc/handlers/action-handlers.chain.prop.test.ts']
  ),
  {
    name: 'security-secrets-seeded',
    injected: 'secrets in the key’s variable and in every RPC URL, and an endpoint that repeats its own URL in errors',
    expected: 'none in logs, output, data folder or arguments',
    run: ({ onStage }) => onStage(seededSecrets)
  },
  byTests(
    'local-servers',
    {
      injected: 'requests from other origins, under other hosts, without token or session, from beyond loopback',
      expected: 'refused; the servers listen on loopback only'
    },
    [
      'main/shell/browser/browser-server.test.ts',
      'main/prover-proxy/serve-proof-proxy.test.ts',
      'main/metrics/serve-metrics.test.ts'
    ],
    'loopback|[Hh]ost|[Oo]rigin|session|token|own page|one-time link'
  )
]
