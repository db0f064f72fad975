import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
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

  it('looks at a network of one’s own, read only and without a passphrase, beside the instance that runs it', async () => {
    const [data, at] = [folder(), folder()]
    const { privateKey, address } = network.accounts.operator
    const keystore = await encryptKeystore({ privateKey, passphrase: new Secret('correct horse battery staple') })
    writeFileSync(join(at, 'key.json'), keystore)
    const config = join(at, 'config.json')
    writeFileSync(config, JSON.stringify(custom({ key: { source: 'keystore', path: 'key.json' } })))
    const held = openDataFolder(data)
    const said = await doctor(['--config', config, '--data', data])
    held.release()
    expect([said.err, said.code]).toEqual(['', 0])
    expect(
      verdicts(said, 'l1-rpc', 'l1-chain', 'l1-websocket', 'contract-addresses', 'account', 'second-source')
    ).toEqual(['ok', 'ok', 'warning', 'ok', 'ok', 'warning'])
    expect(said.checks.key).toMatchObject({ verdict: 'ok', value: expect.stringContaining('locked') })
    expect(said.checks.account?.value.toLowerCase()).toContain(address.toLowerCase())
    expect(said.checks['data-folder']).toMatchObject({
      verdict: 'warning',
      value: expect.stringContaining('another instance')
    })
    expect(said.out).not.toContain(urlSecret)
    expect(readdirSync(data)).toEqual(['lock.db'])
  })

  it('names what fails, goes on with the rest, and ends with 1', async () => {
    const key = network.accounts.outsider.privateKey.reveal()
    const dead = 'http://127.0.0.1:9'
    const rpc = { l1: [dead, network.l1.httpUrl], l2: [dead], rollup: [network.rollupUrl] }
    const addresses = { ...(custom().addresses as object), ZKProofVerifier: network.addresses.SecurityCouncil }
    const config = written(custom({ rpc, addresses, key: { source: 'environment', variable: 'DOCTOR_TEST_KEY' } }))
    const said = await doctor(['--config', config, '--data', folder()], { DOCTOR_TEST_KEY: key })
    expect(said.code).toBe(1)
    expect(
      verdicts(said, 'l1-rpc', 'l2-rpc', 'l2-chain', 'contract-addresses', 'account', 'rollup-chain', 'data-folder')
    ).toEqual(['warning', 'failed', 'unknown', 'failed', 'failed', 'ok', 'ok'])
    for (const { verdict, remedy } of Object.values(said.checks))
      if (verdict === 'failed' || verdict === 'warning') expect(remedy).not.toBe('')
    expect(said.out).not.toContain(key.slice(2))
  })

  it('is a table for people without --json, and names a data folder that cannot be used', async () => {
    const data = join(folder(), 'file')
    writeFileSync(data, '')
    const { code, out } = await runApp(['--doctor', '--config', written(custom()), '--data', data]).ended
    expect(out).toMatch(/FAILED {3}data-folder .*cannot be written/)
    expect(out).toMatch(/chains\n {2}warning {2}l1-websocket/)
    expect(out).toMatch(/1 failed, \d+ warning.*\d+ ok/)
    expect(code).toBe(1)
  })

  it.each<[string, string[]]>([
    ['a file that is none', ['--doctor', '--config', 'no-such-file.json', '--data', 'unused']],
    ['two modes', ['--doctor', '--headless']]
  ])('refuses %s with 2 and one line', async (_, args) => {
    const { code, out, err } = await runApp(args.map((arg) => (arg === 'unused' ? folder() : arg))).ended
    expect([code, out, err.trim().split('\n').length]).toEqual([2, '', 1])
  })
})
