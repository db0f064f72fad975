import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../main/log/logger.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { openDataFolder } from '../../main/store/data-folder.ts'
import { encryptKeystore } from '../../main/store/signers/keystore.ts'
import { contractAddressesSchema } from '../../shared/config/config.ts'
import { type DoctorCheck, doctorChecks } from '../../shared/domain/doctor.ts'
import { Secret } from '../../shared/secret.ts'
import { runApp } from './run-app.ts'

const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
const stop = new AbortController()
const folder = (): string => mkdtempSync(join(tmpdir(), 'kroma-doctor-test-'))
const urlSecret = 'hush-hush-token-1234'
let network: PracticeNetwork

const custom = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  network: 'custom',
  l1ChainId: network.l1.chainId,
  l2ChainId: network.l2.chainId,
  addresses: Object.fromEntries(contractAddressesSchema.keyof().options.map((name) => [name, network.addresses[name]])),
  rpc: {
    l1: [`${network.l1.httpUrl}/?key=${urlSecret}`],
    l2: [network.l2.httpUrl],
    rollup: [network.rollupUrl]
  },
  key: { source: 'none', account: network.accounts.operator.address },
  ...over
})
const written = (config: unknown): string => {
  const path = join(folder(), 'config.json')
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config))
  return path
}

type Said = {
  code: number | null
  err: string
  out: string
  checks: Record<string, Pick<DoctorCheck, 'verdict' | 'value' | 'remedy'>>
}

async function doctor(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  const { code, out, err } = await runApp(['--doctor', '--json', ...args], env).ended
  const lines = out.split('\n').filter((line) => line !== '')
  const { checks = [] } = lines.length === 1 ? (JSON.parse(lines[0] ?? '') as { checks: DoctorCheck[] }) : {}
  return { code, err, out, checks: Object.fromEntries(checks.map(({ name, ...check }) => [name, check])) }
}
const verdicts = (said: Said, ...names: (keyof typeof doctorChecks)[]) =>
  names.map((name) => said.checks[name]?.verdict)

describe('the doctor on the command line', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    network = await startPracticeNetwork({ seed: 91, log, signal: stop.signal, firstOutputInSec: 25 })
  }, 60_000)
  afterAll(async () => {
    await network.stop()
    stop.abort()
  })

  it('prints one line with every check, on a practice network of its own, and leaves nothing running', async () => {
    const said = await doctor(['--data', folder()])
    expect(said.code, said.out).toBe(0)
    expect(said.out.split('\n')).toHaveLength(2)
    const { checks } = JSON.parse(said.out) as { checks: Record<string, unknown>[] }
    expect(checks.map(({ name }) => name)).toEqual(Object.keys(doctorChecks))
    for (const check of checks) {
      expect(Object.keys(check)).toEqual(['name', 'verdict', 'value', 'remedy'])
      expect(check).toMatchObject({ value: expect.stringMatching(/./), remedy: expect.any(String) })
    }
    expect(verdicts(said, 'l1-rpc', 'contracts', 'account', 'rollup-sync', 'bond-outputs', 'disk-space')).toEqual(
      Array(6).fill('ok')
    )
  })

  it('looks at a network of one’s own, read only, and shows no secret', async () => {
    const data = folder()
    const said = await doctor(['--config', written(custom()), '--data', data])
    expect(said.err).toBe('')
    expect(
      verdicts(said, 'l1-rpc', 'l1-chain', 'l1-websocket', 'contract-addresses', 'account', 'second-source')
    ).toEqual([...['ok', 'ok', 'warning', 'ok', 'ok', 'warning']])
    expect(said.checks.key).toMatchObject({ verdict: 'notApplicable' })
    expect(said.out).not.toContain(urlSecret)
    expect(readdirSync(data)).not.toContain('networks')
  })

  it('needs no passphrase: the key is locked, its account is known', async () => {
    const at = folder()
    const { privateKey, address } = network.accounts.operator
    const keystore = await encryptKeystore({ privateKey, passphrase: new Secret('correct horse battery staple') })
    writeFileSync(join(at, 'key.json'), keystore)
    const config = join(at, 'config.json')
    writeFileSync(config, JSON.stringify(custom({ key: { source: 'keystore', path: 'key.json' } })))
    const said = await doctor(['--config', config, '--data', folder()])
    expect(said.checks.key).toMatchObject({ verdict: 'ok', value: expect.stringContaining('locked') })
    expect(said.checks.account?.value.toLowerCase()).toContain(address.toLowerCase())
    const gone = await doctor([
      '--config',
      written(custom({ key: { source: 'keystore', path: 'none.json' } })),
      '--data',
      folder()
    ])
    expect([gone.code, gone.checks.key?.verdict, gone.checks.account?.verdict]).toEqual([1, 'failed', 'unknown'])
  })

  it('names what fails, goes on with the rest, and ends with 1', async () => {
    const key = network.accounts.outsider.privateKey.reveal()
    const rpc = {
      l1: ['http://127.0.0.1:9', network.l1.httpUrl],
      l2: ['http://127.0.0.1:9'],
      rollup: [network.rollupUrl]
    }
    const addresses = { ...(custom().addresses as object), ValidatorPool: network.addresses.SecurityCouncil }
    const config = written(custom({ rpc, addresses, key: { source: 'environment', variable: 'DOCTOR_TEST_KEY' } }))
    const said = await doctor(['--config', config, '--data', folder()], { DOCTOR_TEST_KEY: key })
    expect(said.code).toBe(1)
    expect(verdicts(said, 'l1-rpc', 'l2-rpc', 'l2-chain', 'account', 'rollup-chain')).toEqual([
      ...['warning', 'failed', 'unknown', 'failed', 'ok']
    ])
    expect(said.checks['contract-addresses']?.verdict === 'failed' || said.checks.contracts?.verdict === 'failed').toBe(
      true
    )
    for (const { verdict, remedy } of Object.values(said.checks))
      if (verdict === 'failed' || verdict === 'warning') expect(remedy).not.toBe('')
    expect(said.out).not.toContain(key.slice(2))
  })

  it('works beside an instance that holds the data folder, and says so', async () => {
    const data = folder()
    const held = openDataFolder(data)
    const said = await doctor(['--config', written(custom()), '--data', data])
    held.release()
    expect(said.checks['data-folder']).toMatchObject({
      verdict: 'warning',
      value: expect.stringContaining('another instance')
    })
    expect(verdicts(said, 'l1-rpc', 'account')).toEqual(['ok', 'ok'])
  })

  it('names a data folder that cannot be used', async () => {
    const data = join(folder(), 'file')
    writeFileSync(data, '')
    const said = await doctor(['--config', written(custom()), '--data', data])
    expect([said.code, said.checks['data-folder']?.verdict]).toEqual([1, 'failed'])
  })

  it('is a table for people without --json', async () => {
    mkdirSync(folder(), { recursive: true })
    const { code, out } = await runApp(['--doctor', '--config', written(custom()), '--data', folder()]).ended
    expect(out).toMatch(/chains\n {2}warning {2}l1-websocket/)
    expect(out).toMatch(/\d+ ok/)
    expect([0, 1]).toContain(code)
  })

  it.each<[string, string[]]>([
    ['--json alone', ['--json']],
    ['two modes', ['--doctor', '--headless']],
    ['a file that is none', ['--doctor', '--config', 'no-such-file.json', '--data', 'unused']],
    ['an option that is none', ['--doctor', '--jsn']]
  ])('refuses %s with 2 and one line', async (_, args) => {
    const { code, out, err } = await runApp(args.map((arg) => (arg === 'unused' ? folder() : arg))).ended
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1])
  })
})
