import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../main/app.ts'
import { createBackupDesk } from '../../main/backup-desk.ts'
import { systemClock as clock } from '../../main/engine/runtime/clock.ts'
import { createLogger } from '../../main/log/logger.ts'
import type { PracticeNetwork } from '../../main/practice/network.ts'
import { createSettingsDesk } from '../../main/settings-desk.ts'
import { openSettings } from '../../main/store/settings/open-settings.ts'
import { nodeSettingsFile } from '../../main/store/settings/settings-file.ts'
import { openVault } from '../../main/store/vault/open-vault.ts'
import { type ConfigInput, contractAddressesSchema } from '../../shared/config/config.ts'
import type { StampedEvent } from '../../shared/domain/engine-event.ts'
import { Secret } from '../../shared/secret.ts'
import { type CustomNetwork, startCustomNetwork } from '../drivers/custom-network.ts'

const log = createLogger({ sink: { write: () => {} }, level: 'silent' })
const stop = new AbortController()
const passphrase = new Secret('correct horse battery')
const firstVault = new Secret('the vault of the first')
const cost = [10, 8, 1] as const

type Profile = {
  app: App
  settings: ReturnType<typeof createSettingsDesk>
  backup: ReturnType<typeof createBackupDesk>
  vault: ReturnType<typeof openVault>
  events: StampedEvent[]
}
let chain: CustomNetwork
let network: PracticeNetwork
const profiles: Profile[] = []

const config = (): ConfigInput => ({
  network: 'custom',
  l1ChainId: network.l1.chainId,
  l2ChainId: network.l2.chainId,
  addresses: contractAddressesSchema.strip().parse(network.addresses),
  rpc: { l1: [network.l1.wsUrl, network.l1.httpUrl], l2: [network.l2.httpUrl], rollup: [network.rollupUrl] },
  key: { source: 'vault' },
  fees: { resendAfterSeconds: 2 }
})

/** The app on a data folder of its own, as main/index.ts puts it together. */
function profile(): Profile {
  const dataFolder = mkdtempSync(join(tmpdir(), 'restore-'))
  const settings = openSettings(dataFolder, nodeSettingsFile)
  const vault = openVault({
    path: join(dataFolder, 'vault.json'),
    seal: Promise.resolve(null),
    clock,
    cost: { n: 1024, r: 8, p: 1 }
  })
  const app = createApp({
    config: settings.config(),
    configPath: null,
    dataFolder,
    artifactsFile: '',
    clock,
    log,
    env: {},
    vault,
    askPassphrase: () => Promise.reject(new Error('nobody asks here'))
  })
  const events: StampedEvent[] = []
  app.host.onEvent((event) => events.push(event))
  const kept = { settings, fixedBy: null, app, clock, log }
  const made = {
    app,
    settings: createSettingsDesk(kept),
    backup: createBackupDesk({ ...kept, vault, dataFolder, version: '0.1.0', cost }),
    vault,
    events
  }
  profiles.push(made)
  return made
}

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const deadlineMs = Date.now() + 90_000
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}: ${facts()}`)
    await clock.sleep(50, stop.signal)
  }
}
const facts = (): string =>
  JSON.stringify(
    profiles.map(({ app }) => ({ ...app.host.snapshot(), outputs: 0 })),
    (_, v) => (typeof v === 'bigint' ? `${v}` : v)
  )

const submitted = ({ events }: Profile): bigint[] =>
  events.flatMap((e) => (e.type === 'output.submitted' && e.mine ? [e.outputIndex] : []))
/** Sent, and not seen in a block yet. */
const pendingOf = (one: Profile): readonly string[] =>
  one.app.host
    .snapshot()
    .pending.map(({ purpose }) => purpose)
    .filter((purpose) => !submitted(one).some((index) => purpose === `submit-output:${index}`))
const ready = ({ app }: Profile): boolean => ['running', 'degraded'].includes(app.host.snapshot().state)

type RawTx = { from: string; to: string | null; input: string; hash: string }
/** Every submission of the operator that is in a block: L2 block and whether it succeeded. */
async function submissionsOnChain(): Promise<{ l2Block: bigint; ok: boolean }[]> {
  const rpc = network.l1.rpc
  const last = Number(await rpc<string>('eth_blockNumber'))
  const found: { l2Block: bigint; ok: boolean }[] = []
  for (let number = Number(network.fromBlock); number <= last; number += 1) {
    const block = await rpc<{ transactions: RawTx[] }>('eth_getBlockByNumber', [`0x${number.toString(16)}`, true])
    for (const tx of block.transactions) {
      if (tx.from.toLowerCase() !== network.accounts.operator.address.toLowerCase()) continue
      if (tx.to?.toLowerCase() !== network.addresses.L2OutputOracle.toLowerCase()) continue
      // The second argument of submitL2Output.
      const l2Block = BigInt(`0x${tx.input.slice(74, 138)}`)
      const { status } = await rpc<{ status: string }>('eth_getTransactionReceipt', [tx.hash])
      found.push({ l2Block, ok: status === '0x1' })
    }
  }
  return found
}
describe('settings and back-ups of a validator at work', { timeout: 180_000 }, () => {
  let first: Profile
  let bytes: Buffer
  let atBackup: string[]

  beforeAll(async () => {
    chain = await startCustomNetwork(616)
    network = chain.network
    first = profile()
    await first.vault.choosePassphrase(firstVault)
    await first.vault.write('validator-key', new Secret(network.accounts.operator.privateKey.reveal()))
    await first.settings.apply({ config: config(), confirmed: false })
    first.app.startAlerts(null)
    first.app.host.start()
    chain.go()
  }, 90_000)
  afterAll(async () => {
    for (const { app } of profiles) await app.close()
    await chain.stop()
    stop.abort()
  })

  it('changes alerts, prices and figures beside a validator that goes on', async () => {
    await until('the validator to run', () => ready(first))
    const gates = (): number => first.events.filter((e) => e.type === 'gate.passed').length
    const before = gates()
    const alerts = { quietHours: { from: '22:00', to: '07:00' } }
    await first.settings.apply({ config: { ...config(), alerts, prices: { kroUsd: 2 } }, confirmed: false })
    expect([ready(first), gates()]).toEqual([true, before])
    expect(first.app.alerts().overview().quietHours).toEqual(alerts.quietHours)
    expect(first.app.config().prices).toEqual({ kroUsd: 2 })
  })

  it('applies another setting while a transaction is pending, and the transaction is not lost', async () => {
    await chain.holdAtNext()
    await until('a pending submission', () => pendingOf(first).length > 0)
    const [purpose = ''] = pendingOf(first)
    const index = BigInt(purpose.split(':')[1] ?? '0')
    expect(purpose).toMatch(/^submit-output:\d+$/)
    const { restarts } = first.settings.check({ ...config(), fees: { resendAfterSeconds: 2, maxFeePerGasGwei: 150 } })
    expect(restarts).toEqual(['engine', 'alerts'])
    await first.settings.apply({
      config: { ...config(), fees: { resendAfterSeconds: 2, maxFeePerGasGwei: 150 } },
      confirmed: false
    })
    chain.go()
    await until(
      'the validator to know it again',
      () => pendingOf(first).includes(purpose) || submitted(first).includes(index)
    )
    await until('the output', () => submitted(first).includes(index))
    expect(submitted(first).filter((i) => i === index)).toHaveLength(1)
  })

  it('is backed up while a transaction is pending, and goes on', async () => {
    await chain.holdAtNext()
    await until('another pending submission', () => pendingOf(first).length > 0)
    atBackup = [...pendingOf(first)]
    const made = await first.backup.create({ passphrase, vaultPassphrase: firstVault }, stop.signal)
    bytes = Buffer.concat(
      Array.from({ length: made.parts }, (_, part) => Buffer.from(first.backup.read({ id: made.id, part }), 'base64'))
    )
    chain.go()
    const before = submitted(first).length
    await until('two outputs after the back-up', () => submitted(first).length >= before + 2)
    await chain.holdAtNext()
    await first.app.close()
  })

  it('restored elsewhere, it sends nothing twice: it sees what was sent since, and waits for the operator', async () => {
    const second = profile()
    const id = '11111111-2222-3333-4444-555555555555'
    for (let part = 0; part * 30_000 < bytes.length; part += 1)
      second.backup.put({ id, part, base64: bytes.subarray(part * 30_000, (part + 1) * 30_000).toString('base64') })
    expect(await second.backup.restore({ id, passphrase, vaultPassphrase: null }, stop.signal)).toMatchObject({
      secrets: 1
    })
    second.app.host.start()
    expect(second.settings.view().config).toMatchObject({ network: 'custom', fees: { maxFeePerGasGwei: 150 } })
    await until('the watch to notice', () => second.app.host.snapshot().guard.pause !== null)
    expect(atBackup.length).toBeGreaterThan(0)
    const before = (await submissionsOnChain()).length
    await network.mine(15)
    await clock.sleep(1_000, stop.signal)
    expect((await submissionsOnChain()).length - before).toBeLessThanOrEqual(1)
    await second.app.host.resumeSigning()
    chain.go()
    await until('an output of the restored one', () => submitted(second).length > 0)
    const all = await submissionsOnChain()
    const blocks = all.map(({ l2Block }) => l2Block)
    expect(blocks.length).toBeGreaterThanOrEqual(4)
    expect(new Set(blocks).size).toBe(blocks.length)
    expect(all.every(({ ok }) => ok)).toBe(true)
    expect(ready(second)).toBe(true)
  })

  it('stops at whichever moment of its start', async () => {
    const { host } = profiles.at(-1)?.app ?? first.app
    for (const afterMs of [0, 0, 0, 5, 10, 20, 50, 100]) {
      await host.stop()
      host.start()
      await clock.sleep(afterMs, stop.signal)
    }
    await host.stop()
    expect(host.snapshot().state).toBe('stopped')
  })
})
