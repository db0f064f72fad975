import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { english, generateMnemonic, generatePrivateKey } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../main/log/logger.ts'
import { type PracticeNetwork, startPracticeNetwork } from '../../main/practice/network.ts'
import { type TestSocket, testBrowser } from '../../main/shell/browser/test-browser.ts'
import { decryptKeystore, encryptKeystore } from '../../main/store/signers/keystore.ts'
import { contractAddressesSchema } from '../../shared/config/config.ts'
import type { PrepareResult } from '../../shared/domain/action.ts'
import type { EngineSnapshot } from '../../shared/domain/snapshot.ts'
import type { KeyPreview } from '../../shared/domain/vault.ts'
import { Secret } from '../../shared/secret.ts'
import { type Running, runApp } from './run-app.ts'
import { findInFiles, findInProcesses, findSecrets } from './secret-hunt.ts'

const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
const stop = new AbortController()
const folder = (): string => mkdtempSync(join(tmpdir(), 'kroma-secrets-'))
const data = folder()

let network: PracticeNetwork
let hooks: Server
let hookPaths: string[]
let secrets: Record<string, string>
let heard: string[]

const started: Running[] = []
function start(args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const app = runApp(args, env)
  started.push(app)
  return app
}

const seed = (name: string): string => `${name}-${generatePrivateKey().slice(2, 34)}`
const hookUrl = (token: string): string => `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/hook/${token}`

function configFile(over: object = {}): string {
  const addresses = contractAddressesSchema.keyof().options.map((name) => [name, network.addresses[name]])
  const path = join(folder(), 'config.json')
  const config = {
    ...{ network: 'custom', l1ChainId: network.l1.chainId, l2ChainId: network.l2.chainId },
    addresses: Object.fromEntries(addresses),
    rpc: {
      l1: [`${network.l1.httpUrl}/?key=${secrets.rpcToken}`],
      l2: [network.l2.httpUrl],
      rollup: [network.rollupUrl]
    },
    key: { source: 'vault' },
    alerts: {
      webhooks: [
        { name: 'kept', secret: 'channel-kept' },
        { name: 'env', urlVariable: 'SEEDED_HOOK' }
      ]
    },
    prover: {
      ec2: {
        ...{ region: 'eu-test-1', instanceId: 'i-0123456789abcdef0', endpoint: 'http://127.0.0.1:9' },
        credentials: { source: 'vault' }
      }
    },
    ...over
  }
  writeFileSync(path, JSON.stringify(config))
  return path
}

type Page = { socket: TestSocket; call: <T>(name: string, input?: unknown) => Promise<T>; code: typeof refusal }
declare const refusal: (name: string, input?: unknown) => Promise<string>

/** A page of the app, signed in by its link; everything that it is sent is kept. */
async function openPage(app: Running): Promise<Page> {
  const line = await app.line('http://127.0.0.1')
  const link = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0] ?? ''
  const browser = testBrowser(Number(new URL(link).port))
  heard.push(JSON.stringify(await browser.signIn(link)), (await browser.send({ path: '/' })).text)
  const socket = await browser.socket()
  socket.raw.on('message', (text) => heard.push(String(text)))
  return {
    socket,
    async call(name, input) {
      const reply = await socket.call(name, input)
      if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.message}`)
      return reply.value as never
    },
    code: async (name, input) => {
      const reply = await socket.call(name, input)
      return reply.ok ? 'ok' : reply.error.code
    }
  }
}

const storeKey = async ({ call }: Page, input: object, confirmation: object | null): Promise<string> => {
  const { id, account } = await call<KeyPreview>('keys.preview', input)
  await call('keys.store', { id, confirmation })
  return account
}

/** Every input that takes a secret, used rightly. */
async function enterAll(page: Page): Promise<void> {
  const { call } = page
  const { vaultPassphrase, mnemonic, otherKey, filePassphrase, awsId, awsSecret, hookToken, envKey, envAws } = secrets
  const confirmation = { confirmed: true, passphrase: vaultPassphrase }
  await call('vault.choosePassphrase', { passphrase: vaultPassphrase })
  await storeKey(page, { kind: 'mnemonic', mnemonic, path: "m/44'/60'/0'/0/3" }, null)
  const text = await encryptKeystore({
    ...{ privateKey: new Secret(otherKey as `0x${string}`), passphrase: new Secret(filePassphrase ?? '') },
    scrypt: { n: 1024, r: 8, p: 1 }
  })
  await storeKey(page, { kind: 'keystore', text, passphrase: filePassphrase }, confirmation)
  await storeKey(page, { kind: 'privateKey', privateKey: secrets.operatorKey }, confirmation)
  await call('vault.writeSecret', { kind: 'aws', accessKeyId: awsId, secretAccessKey: awsSecret, sessionToken: null })
  await call('vault.writeSecret', { kind: 'channel', name: 'channel-kept', url: hookUrl(hookToken ?? '') })
  const env = `VALIDATOR_PRIVATE_KEY=${envKey}\nKROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY=${envAws}\nMY_TOKEN=${secrets.envToken}`
  await call('env.preview', { text: env })
}

/** The same inputs used wrongly, so that every refusal could repeat what it refuses. */
async function enterWrong({ code }: Page): Promise<string[]> {
  const { otherKey = '', mnemonic = '', vaultPassphrase = '', awsSecret = '', hookToken = '' } = secrets
  const confirmation = { confirmed: true, passphrase: secrets.wrongPassphrase }
  const tries: [string, unknown][] = [
    ['keys.preview', { kind: 'privateKey', privateKey: `${otherKey}ff` }],
    ['keys.preview', { kind: 'privateKey', privateKey: otherKey, also: otherKey }],
    ['keys.preview', { kind: otherKey, privateKey: otherKey }],
    ['keys.preview', { kind: 'mnemonic', mnemonic: `${mnemonic} zoo`, path: "m/44'/60'/0'/0/0" }],
    ['keys.preview', { kind: 'mnemonic', mnemonic, path: otherKey }],
    ['keys.preview', { kind: 'keystore', text: `{"version":3,"crypto":"${otherKey}"}`, passphrase: vaultPassphrase }],
    ['keys.forget', { confirmation }],
    ['vault.unlock', { passphrase: { text: vaultPassphrase } }],
    ['vault.changePassphrase', { current: secrets.wrongPassphrase, next: vaultPassphrase }],
    ['vault.writeSecret', { kind: 'aws', accessKeyId: awsSecret, secretAccessKey: 'x', sessionToken: null }],
    ['vault.writeSecret', { kind: 'channel', name: 'channel-kept', url: `ftp://${hookToken}` }],
    ['vault.writeSecret', { kind: 'channel', name: hookToken, url: 'http://a.example' }],
    ['env.preview', { text: `\0${otherKey}` }],
    [`keys.${otherKey}`, otherKey],
    ['engine.start', { [otherKey]: otherKey }],
    [
      'settings.check',
      { config: { network: 'sepolia', key: { source: 'vault', privateKey: otherKey }, [otherKey]: 1 } }
    ]
  ]
  const codes: string[] = []
  for (const [name, input] of tries) codes.push(await code(name, input))
  return codes
}

const snapshotOf = ({ call }: Page): Promise<EngineSnapshot> => call<EngineSnapshot>('engine.snapshot')

describe('secrets seeded in every input', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    heard = []
    hookPaths = []
    hooks = createServer((request, response) => {
      hookPaths.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    network = await startPracticeNetwork({ seed: 93, log, signal: stop.signal, firstOutputInSec: 600 })
    secrets = {
      operatorKey: network.accounts.operator.privateKey.reveal(),
      otherKey: generatePrivateKey(),
      argvKey: generatePrivateKey(),
      configKey: generatePrivateKey(),
      environmentKey: generatePrivateKey(),
      mnemonic: generateMnemonic(english),
      vaultPassphrase: seed('vault'),
      wrongPassphrase: seed('wrong'),
      filePassphrase: seed('file'),
      exportPassphrase: seed('export'),
      awsId: `AKIA${generatePrivateKey().slice(2, 18).toUpperCase()}`,
      awsSecret: seed('aws'),
      hookToken: seed('hook'),
      environmentHook: seed('env-hook'),
      rpcToken: seed('rpc'),
      envKey: generatePrivateKey(),
      envAws: seed('env-aws'),
      envToken: seed('env-token')
    }
  }, 60_000)
  afterEach(() => {
    for (const { child } of started.splice(0)) child.kill('SIGKILL')
  })
  afterAll(async () => {
    hooks.close()
    await network.stop()
    stop.abort()
  })

  it('would be found, however they are written', () => {
    const { operatorKey = '', mnemonic = '' } = secrets
    const texts = [
      operatorKey.toUpperCase(),
      `{"key":"${operatorKey.slice(2)}"}`,
      Buffer.from(operatorKey).toString('base64')
    ]
    for (const text of texts) expect(findSecrets('x', text, { operatorKey, mnemonic })).toEqual(['x: operatorKey'])
    expect(findSecrets('x', `a ${mnemonic} b`, { operatorKey, mnemonic })).toEqual(['x: mnemonic'])
    const at = folder()
    writeFileSync(join(at, 'log'), `\0${mnemonic}`)
    expect(findInFiles(at, secrets)).toEqual(['log: mnemonic'])
  })

  it('are nowhere while the app works with them, and nowhere when it has ended', async () => {
    const env = { SEEDED_HOOK: hookUrl(secrets.environmentHook ?? ''), SEEDED_KEY: secrets.environmentKey }
    const app = start(['--config', configFile(), '--data', data, '--port', '0'], env)
    const page = await openPage(app)
    expect(await snapshotOf(page)).toMatchObject({ state: 'starting', stateReason: expect.stringMatching(/^Import/) })
    await enterAll(page)
    await expect.poll(() => snapshotOf(page).then(({ state }) => state), { timeout: 30_000 }).toBe('running')
    expect(await page.call('vault.state')).toMatchObject({ account: network.accounts.operator.address })

    const request = { kind: 'commission-init', input: { commission: '31' } }
    const prepared = await page.call<PrepareResult>('actions.prepare', request)
    if (!prepared.ready) throw new Error('a commission change is possible')
    expect(await page.call('actions.sign', { id: prepared.tx.id })).toMatchObject({ tx: { kind: 'commission-init' } })
    for (const channel of ['webhook:kept', 'webhook:env'])
      expect(await page.call('alerts.test', { channel })).toMatchObject({ ok: true })
    expect(new Set(hookPaths)).toEqual(new Set([`/hook/${secrets.hookToken}`, `/hook/${secrets.environmentHook}`]))
    const confirmation = { confirmed: true, passphrase: secrets.vaultPassphrase }
    const exported = { confirmation, newPassphrase: secrets.exportPassphrase }
    const text = await page.call<string>('keys.exportKeystore', exported)
    const passphrase = new Secret(secrets.exportPassphrase ?? '')
    expect((await decryptKeystore({ text, path: '', passphrase })).reveal()).toBe(secrets.operatorKey)

    expect(new Set(await enterWrong(page))).toEqual(
      new Set([
        ...['KEY_INVALID', 'IPC_BAD_INPUT', 'MNEMONIC_INVALID', 'HD_PATH_INVALID', 'KEYSTORE_DAMAGED'],
        ...['VAULT_WRONG_PASSPHRASE', 'AWS_KEY_INVALID', 'CHANNEL_URL_INVALID', 'ENV_NOT_TEXT', 'IPC_UNKNOWN_COMMAND'],
        'ok'
      ])
    )
    for (const name of [
      'engine.snapshot',
      'vault.state',
      'settings.get',
      'settings.export',
      'alerts.list',
      'prover.state'
    ])
      await page.call(name)
    await page.call('events.recent', { limit: 500 })
    await page.call('actions.list')
    expect(findInProcesses(app.child.pid ?? 0, secrets).finds).toEqual([])
    app.child.kill('SIGINT')
    const { code, out, err } = await app.ended
    expect(code).toBe(0)
    expect(heard.length).toBeGreaterThan(40)
    expect([...heard, out, err].flatMap((said) => findSecrets('said', said, secrets))).toEqual([])
    expect(findInFiles(data, secrets)).toEqual([])
  })

  it('are not in what a later start without a screen says or writes, which opens the vault by a file', async () => {
    const file = join(folder(), 'passphrase.txt')
    writeFileSync(file, `${secrets.vaultPassphrase}\n`)
    const path = configFile({ secrets: { passphraseFile: file }, alerts: {} })
    const app = start(['--headless', '--config', path, '--data', data])
    await app.line('"gate":"account"')
    app.child.kill('SIGTERM')
    const { code, out, err } = await app.ended
    expect([code, err]).toEqual([0, ''])
    expect(findSecrets('output', out, secrets)).toEqual([])
    expect(findInFiles(data, secrets)).toEqual([])
  })

  it('are not repeated by what refuses them: arguments, configuration, a passphrase file', async () => {
    const wrongFile = join(folder(), 'passphrase.txt')
    writeFileSync(wrongFile, secrets.wrongPassphrase ?? '')
    const wrongFileOnly = configFile({ secrets: { passphraseFile: wrongFile }, alerts: {} })
    const runs = [
      start([secrets.argvKey ?? '']),
      start([
        '--headless',
        '--config',
        configFile({ key: { source: 'vault', key: secrets.configKey } }),
        '--data',
        folder()
      ]),
      start(['--headless', '--config', wrongFileOnly, '--data', data])
    ]
    const ended = []
    for (const run of runs) ended.push(await run.ended)
    expect(ended.map(({ code }) => code)).toEqual(runs.map(() => 2))
    expect(ended.at(-1)?.err).toContain('passphrase')
    expect(ended.flatMap(({ out, err }) => findSecrets('output', out + err, secrets))).toEqual([])
    expect(findInFiles(data, secrets)).toEqual([])
  })

  it('are not handed on to the processes that the app starts', async () => {
    const path = join(folder(), 'config.json')
    writeFileSync(path, JSON.stringify({ network: 'practice', alerts: { ping: { urlVariable: 'SEEDED_HOOK' } } }))
    const env = {
      SEEDED_HOOK: hookUrl(secrets.environmentHook ?? ''),
      SEEDED_KEY: secrets.environmentKey,
      AWS_SECRET_ACCESS_KEY: secrets.awsSecret
    }
    const app = start(['--headless', '--config', path, '--data', folder()], env)
    await app.line('"gate":"settings"')
    const { children, finds } = findInProcesses(app.child.pid ?? 0, secrets)
    app.child.kill('SIGINT')
    await app.ended
    expect(finds).toEqual([])
    if (process.platform === 'linux') expect(children).toBeGreaterThan(0)
  })
})
