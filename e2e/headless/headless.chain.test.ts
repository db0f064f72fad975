import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../main/log/logger.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { encryptKeystore } from '../../main/store/signers/keystore.ts'
import { contractAddressesSchema } from '../../shared/config/config.ts'
import { Secret } from '../../shared/secret.ts'
import { runApp } from './run-app.ts'

const contracts = contractAddressesSchema.keyof().options
const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
const stop = new AbortController()
const folder = (): string => mkdtempSync(join(tmpdir(), 'kroma-headless-'))
let network: PracticeNetwork

const custom = (over: Record<string, unknown> = {}): Record<string, unknown> => {
  const addresses = Object.fromEntries(contracts.map((name) => [name, network.addresses[name]]))
  return {
    network: 'custom',
    l1ChainId: network.l1.chainId,
    l2ChainId: network.l2.chainId,
    addresses,
    rpc: { l1: [network.l1.wsUrl, network.l1.httpUrl], l2: [network.l2.httpUrl], rollup: [network.rollupUrl] },
    key: { source: 'environment', variable: 'TEST_VALIDATOR_KEY' },
    ...over
  }
}
const written = (config: unknown): string => {
  const path = join(folder(), 'config.json')
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config))
  return path
}
const headless = (
  config: unknown,
  { data = folder(), key = network.accounts.operator.privateKey.reveal() as string } = {}
) => runApp(['--headless', '--config', written(config), '--data', data], { TEST_VALIDATOR_KEY: key })
const oneLine = (text: string): string[] => text.split('\n').filter((l) => l.trim() !== '')

describe('headless', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    network = await startPracticeNetwork({ seed: 77, log, signal: stop.signal, firstOutputInSec: 25 })
  }, 60_000)
  afterAll(async () => {
    await network.stop()
    stop.abort()
  })

  it('prints one JSON line per event, submits with a key from the environment, and stops cleanly on Ctrl-C', async () => {
    const app = headless(custom())
    const submitted = JSON.parse(await app.line('"output.submitted"')) as Record<string, unknown>
    app.child.kill('SIGINT')
    const { code, out, err } = await app.ended
    expect(submitted).toMatchObject({ type: 'output.submitted', outputIndex: expect.stringMatching(/^\d+$/) })
    const types = oneLine(out).map((l) => (JSON.parse(l) as { type: string }).type)
    expect(types).toEqual(expect.arrayContaining(['gate.passed', 'round.waiting', 'tx.published', 'output.submitted']))
    expect([code, err]).toEqual([0, ''])
    expect(out).not.toContain(network.accounts.operator.privateKey.reveal().slice(2))
  })

  it('takes the key from a keystore with its passphrase in a file', async () => {
    const at = folder()
    const passphrase = new Secret('correct horse battery staple')
    writeFileSync(
      join(at, 'key.json'),
      await encryptKeystore({ privateKey: network.accounts.operator.privateKey, passphrase })
    )
    writeFileSync(join(at, 'pass.txt'), `${passphrase.reveal()}\n`)
    writeFileSync(
      join(at, 'config.json'),
      JSON.stringify(custom({ key: { source: 'keystore', path: 'key.json', passphraseFile: 'pass.txt' } }))
    )
    const app = runApp(['--headless', '--config', join(at, 'config.json'), '--data', folder()])
    await app.line('"gate":"account"')
    app.child.kill('SIGTERM')
    expect(await app.ended).toMatchObject({ code: 0, err: '' })
  })

  it.each<[string, () => unknown, RegExp]>([
    ['an unknown key', () => custom({ colour: 'red' }), /unknown key "colour"/],
    ['a missing key', () => ({ network: 'sepolia' }), /rpc/],
    ['a wrong type', () => custom({ roles: { submitter: 'yes' } }), /roles\.submitter/],
    ['a file that is not JSON', () => '{"network": ', /not valid JSON/],
    ['a wrong chain id', () => custom({ l1ChainId: 5 }), /chain/i],
    [
      'an unreachable RPC',
      () => custom({ rpc: { l1: ['http://127.0.0.1:9'], l2: [network.l2.httpUrl], rollup: [network.rollupUrl] } }),
      /L1|rpc\.l1/
    ],
    [
      'an address without code',
      () => custom({ addresses: { ...(custom().addresses as object), Colosseum: `0x${'12'.repeat(20)}` } }),
      /Colosseum/
    ],
    [
      'addresses that disagree with what the contracts name',
      () =>
        custom({ addresses: { ...(custom().addresses as object), ValidatorPool: network.addresses.SecurityCouncil } }),
      /ValidatorPool/
    ]
  ])('refuses %s with one clear line and exit code 2', async (_, config, wanted) => {
    const { code, err } = await headless(config()).ended
    expect(oneLine(err)).toHaveLength(1)
    expect(err).toMatch(wanted)
    expect(code).toBe(2)
  })

  it('refuses the key of an account that is not registered, and names the account', async () => {
    const { outsider } = network.accounts
    const { code, err } = await headless(custom(), { key: outsider.privateKey.reveal() }).ended
    expect(err).toContain(outsider.address)
    expect([code, oneLine(err).length]).toEqual([2, 1])
    expect(err).not.toContain(outsider.privateKey.reveal().slice(2))
  })

  it('refuses a key that is none, without repeating it', async () => {
    const { code, err } = await headless(custom(), { key: '0xnot-a-key-but-secret' }).ended
    expect([code, err.includes('not-a-key-but-secret')]).toEqual([2, false])
  })

  it('refuses a second instance on the same data folder and leaves the first alone', async () => {
    const data = folder()
    const first = headless(custom(), { data })
    await first.line('"gate":"settings"')
    const second = await headless(custom(), { data }).ended
    expect([second.code, oneLine(second.err).length]).toEqual([2, 1])
    expect(second.err).toContain('--data')
    expect(first.child.exitCode).toBeNull()
    first.child.kill('SIGINT')
    expect((await first.ended).code).toBe(0)
  })

  it('refuses a damaged journal and leaves it as it is', async () => {
    const data = folder()
    const first = headless(custom(), { data })
    await first.line('"gate":"journal"')
    first.child.kill('SIGINT')
    await first.ended
    const [name = ''] = readdirSync(join(data, 'networks'))
    const journal = join(data, 'networks', name, 'journal.jsonl')
    mkdirSync(join(data, 'networks', name), { recursive: true })
    writeFileSync(journal, 'first line damaged\nsecond line damaged\n')
    const { code, err } = await headless(custom(), { data }).ended
    expect([code, oneLine(err).length]).toEqual([2, 1])
    expect(err).toMatch(/journal/i)
    expect(readFileSync(journal, 'utf8')).toBe('first line damaged\nsecond line damaged\n')
  })

  it('refuses damaged settings and leaves them as they are', async () => {
    const data = folder()
    writeFileSync(join(data, 'settings.json'), '{"config":')
    const { code, err } = await runApp(['--headless', '--data', data]).ended
    expect([code, oneLine(err).length]).toEqual([2, 1])
    expect(err).toContain('left as it')
    expect(readFileSync(join(data, 'settings.json'), 'utf8')).toBe('{"config":')
  })

  it.each([
    [['--port', 'ninety'], /--port/],
    [['--privat-key', '0x00'], /--help/]
  ])('refuses the arguments %j', async (args, wanted) => {
    const { code, err } = await runApp(args).ended
    expect([code, oneLine(err).length]).toEqual([2, 1])
    expect(err).toMatch(wanted)
  })
})

describe('the port of the browser shell', () => {
  let taken: Server
  beforeAll(async () => {
    taken = createServer().listen(0, '127.0.0.1')
    await new Promise((r) => taken.once('listening', r))
  })
  afterAll(() => taken.close())

  it('that is taken is named, with what to do, and exit code 2', async () => {
    const { port } = taken.address() as AddressInfo
    const { code, err } = await runApp(['--port', String(port), '--data', folder()]).ended
    expect([code, oneLine(err).length]).toEqual([2, 1])
    expect(err).toContain(String(port))
  })
})
