import { lstatSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ownIndex, somewhereIn } from '../../../main/practice/drills/challenge-stage.ts'
import { untilTurn } from '../../../main/practice/drills/game-record.ts'
import { startValidatorProcess } from '../../../main/practice/drills/kill-process.ts'
import { provingTurnOf } from '../../../main/practice/drills/kill-scenes.ts'
import { eventsOfGame, protocolEvents } from '../../../main/practice/drills/l1-record.ts'
import { startMaliciousChallenger } from '../../../main/practice/malicious-challenger.ts'
import { practiceConfig } from '../../../main/practice/practice-engine.ts'
import { practicePlace } from '../../../main/practice/practice-place.ts'
import { openJournalFile } from '../../../main/store/journal-file.ts'
import { openSettings } from '../../../main/store/settings/open-settings.ts'
import { nodeSettingsFile } from '../../../main/store/settings/settings-file.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FaultContext, FaultEntry } from '../entry.ts'
import type { FaultStage } from '../stage/fault-stage.ts'
import { fullDisk } from '../stage/full-disk.ts'
import { readyOperator } from '../stage/operator.ts'
import { expect, expectOnly, ownTransactions, submitsRightly } from '../stage/own-work.ts'
import { mineUntil } from '../stage/reorg.ts'
import { createShiftedClock } from '../stage/shifted-clock.ts'
import { makeDue } from './rpc-reorgs.ts'

/** The engine as it is on a network that is not the practice one, where time is nobody's to move. */
async function withClockOff(stage: FaultStage, offSec: number): Promise<string> {
  const { network, primary, spare, driver } = stage
  const roles = { submitter: true, challenger: false }
  const base = practiceConfig({ network, roles })
  const clock = createShiftedClock()
  clock.showSec(network.nowSec() + offSec)
  const operator = await readyOperator(stage, {
    ...{ roles, ports: { clock }, rpc: { l1: [primary.wsUrl, spare.httpUrl] } },
    config: { network: { ...base.network, practice: false } }
  })
  await submitsRightly(stage)
  // A new head, then long enough for what is told late.
  await network.mine(1)
  const isTold = (): boolean => operator.engine.snapshot().health.some(({ code }) => code === 'CLOCK_SKEW')
  const due = Math.abs(offSec) > 60
  for (let i = 0; i < 2; i++) {
    await driver.step()
    clock.shift(20_000)
    await network.warp(20)
  }
  if (due) await driver.until({ what: 'word of the clock', withinSec: 30 }, () => (isTold() ? true : null))
  expect('word of the clock only where it is far off', isTold() === due, operator.engine.snapshot().health)
  return `submitted once, in its round; ${due ? 'CLOCK_SKEW told' : 'nothing said'}`
}

const clockOff = (name: string, offSec: number, words: string): FaultEntry => ({
  name: `host-clock-${name}`,
  injected: `the machine's clock is ${words} off`,
  expected: `deadlines go by chain time: submitted in its round, once; ${Math.abs(offSec) > 60 ? 'the clock is told of' : 'no alarm'}`,
  async run({ onStage }) {
    const ahead = await onStage((stage) => withClockOff(stage, offSec))
    const behind = await onStage((stage) => withClockOff(stage, -offSec))
    return `ahead: ${ahead}; behind: ${behind}`
  }
})

async function onFullDisk(stage: FaultStage): Promise<string> {
  const disk = fullDisk(openJournalFile(join(stage.context.folder, 'journal-on-a-full-disk.jsonl')))
  const operator = await readyOperator(stage, {
    ports: { journal: disk.journal },
    roles: { submitter: true, challenger: false, publicRound: true }
  })
  disk.fill()
  await makeDue(stage)
  const item = await stage.driver.until(
    { what: 'word of the journal', stuck: operator.describe, withinSec: 30 },
    () => operator.engine.snapshot().health.find(({ message }) => message.includes('journal')) ?? null
  )
  expect('nothing was sent', (await ownTransactions(stage)).length === 0)
  disk.free()
  await operator.engine.resumeSigning()
  await stage.driver.until(
    { what: 'the submission once there is room', stuck: operator.describe, withinSec: 40 },
    async () => ((await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null)
  )
  await expectOnly(stage, ['submitL2Output'])
  return `${item.code}: nothing signed; submitted once there was room and the operator resumed`
}

/** The real error of a device without room, where there is such a device. */
async function fileWithoutRoom(): Promise<string> {
  if (process.platform !== 'linux') return 'no /dev/full here'
  const file = openJournalFile('/dev/full')
  const error = await file.append({ type: 'settled', nonce: 1 }).catch((thrown: unknown) => thrown)
  await file.close().catch(() => {})
  expect('the error of the journal', error instanceof AppError && error.meta.reason === 'ENOSPC', String(error))
  return 'a write to /dev/full is JOURNAL_UNWRITABLE (ENOSPC)'
}

type Settings = { folder: string; path: string; open: () => ReturnType<typeof openSettings> }

const settingsEntry = (
  name: string,
  injected: string,
  expected: string,
  play: (settings: Settings) => string
): FaultEntry => ({
  name: `host-settings-${name}`,
  injected,
  expected,
  async run({ folder }: FaultContext) {
    const own = join(folder, 'settings')
    await mkdir(own)
    const open = () => openSettings(own, nodeSettingsFile)
    open().setConfig({ network: 'practice', fees: { maxFeePerGasGwei: 77 } })
    return play({ folder: own, path: join(own, 'settings.json'), open })
  }
})

/** What was set, not a default. */
const isOurs = ({ open }: Settings): boolean => open().config().fees.maxFeePerGasGwei === 77

function damaged(settings: Settings, damage: (path: string) => void): string {
  damage(settings.path)
  const before = lstatSync(settings.path)
  const opened = settings.open()
  expect('the last good copy is used', isOurs(settings))
  expect('it is said', opened.notice()?.code === 'SETTINGS_LAST_GOOD', opened.notice())
  const after = lstatSync(settings.path)
  expect('the file is as it was', after.size === before.size && after.ino === before.ino)
  return `SETTINGS_LAST_GOOD: the last good copy with its fee cap of 77 gwei; the file left as it was`
}

async function stoodStill(stage: FaultStage): Promise<string> {
  const { network, context, liar: validator, keep, driver } = stage
  const place = practicePlace(network)
  const folder = join(context.folder, 'stopped')
  await mkdir(folder)
  const process = keep(startValidatorProcess(join(context.folder, 'compiled')))
  const roles = { submitter: true, challenger: false }
  process.obey({
    seed: context.seed,
    validators: 3,
    folder,
    place,
    roles,
    kill: null,
    provingTurn: provingTurnOf(network)
  })
  const lieFrom = somewhereIn(stage, ownIndex)
  const liar = keep(await startMaliciousChallenger({ network, validator, lieFrom, ...context }))
  await driver.until({ what: 'the challenger' }, () => liar.ready.then(() => true))
  await makeDue(stage)
  await driver.until({ what: 'the output', stuck: process.complaints }, async () =>
    (await stage.read.oracle('nextOutputIndex')) > ownIndex ? true : null
  )
  process.signal('SIGSTOP')
  await mineUntil(stage, { account: validator.address, call: 'createChallenge' })
  await network.mine(network.params.bisectionTimeout / 2)
  const game = { index: ownIndex, challenger: validator.address }
  const { turn } = await stage.read.colosseum('getChallenge', game.index, game.challenger)
  expect('nothing was played meanwhile', turn === 1, turn)
  process.signal('SIGCONT')
  await untilTurn(stage, game, 4)
  await expectOnly(stage, ['submitL2Output', 'bisect', 'bisect'])
  const [created, answered] = eventsOfGame(await protocolEvents(network), game).map(({ args }) =>
    'timestamp' in args ? Number(args.timestamp) : 0
  )
  return `stood still for ${network.params.bisectionTimeout / 2} blocks; turn 2 played ${(answered ?? 0) - (created ?? 0)} s after the challenge, of ${network.params.bisectionTimeout}`
}

export const hostEntries: FaultEntry[] = [
  clockOff('10-s', 10, '10 s'),
  clockOff('2-h', 7_200, 'two hours'),
  {
    name: 'host-disk-full',
    injected:
      'the disk is full when the submission is to be written down (a write double; and a real ENOSPC on the journal file)',
    expected: 'nothing is signed, it is told; submitted once there is room and the operator resumes',
    run: async ({ onStage }) => `${await onStage(onFullDisk)}; ${await fileWithoutRoom()}`
  },
  settingsEntry(
    'truncated',
    'settings.json is cut off in the middle',
    'the last good copy is used and said; never silent defaults',
    (settings) => damaged(settings, (path) => writeFileSync(path, readFileSync(path, 'utf8').slice(0, -25)))
  ),
  settingsEntry(
    'future',
    'settings.json is of a later version of the app',
    'refused by name, and left as it is',
    ({ path, open }) => {
      const later = JSON.stringify({ version: 99, config: { network: 'practice' } })
      writeFileSync(path, later)
      let refusal: unknown = null
      try {
        open()
      } catch (error) {
        refusal = error
      }
      expect('refused', refusal instanceof AppError && refusal.code === 'SETTINGS_FROM_FUTURE', String(refusal))
      expect('left as it is', readFileSync(path, 'utf8') === later)
      return 'SETTINGS_FROM_FUTURE, the file left as it was'
    }
  ),
  settingsEntry('bom', 'settings.json begins with a byte order mark', 'read as it is', (settings) => {
    writeFileSync(settings.path, `\uFEFF${readFileSync(settings.path, 'utf8')}`)
    expect('our settings', isOurs(settings))
    expect('nothing to say', settings.open().notice() === null, settings.open().notice())
    return 'read, with its fee cap of 77 gwei'
  }),
  settingsEntry(
    'symlink',
    'settings.json is a link to another file',
    'not followed: the last good copy is used and said',
    (settings) =>
      damaged(settings, (path) => {
        writeFileSync(join(settings.folder, 'elsewhere.json'), readFileSync(path))
        unlinkSync(path)
        symlinkSync(join(settings.folder, 'elsewhere.json'), path)
      })
  ),
  {
    name: 'host-sigstop',
    injected: 'SIGSTOP of the validator’s process while its output is challenged, SIGCONT after half of its turn',
    expected: 'goes on where it was: each turn played once, in time',
    run: ({ onStage }) => onStage(stoodStill)
  }
]
