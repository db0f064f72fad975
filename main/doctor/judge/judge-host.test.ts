import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  freeBytes,
  gnomeSleepSec,
  idleSleepSec,
  ledgerRule,
  macSleepSec,
  runProgram,
  windowsSleepSec
} from '../measure/measure-host.ts'
import { judgeAutostart, judgeDisk, judgeKeyStorage, judgeSleep, judgeUdev } from './judge-host.ts'

const mebibyte = 1024 * 1024
const { signal } = new AbortController()

describe('this machine', () => {
  it.each([
    [200 * mebibyte - 1, 'failed'],
    [200 * mebibyte, 'warning'],
    [2_048 * mebibyte - 1, 'warning'],
    [2_048 * mebibyte, 'ok']
  ])('%i free bytes are %s', (bytes, wanted) => expect(judgeDisk(bytes, '/data').verdict).toBe(wanted))

  it.each([
    ['keychain', 'ok'],
    ['passphrase', 'ok'],
    ['plain', 'warning'],
    ['none', 'warning']
  ] as const)('secrets in %s are %s', (kind, wanted) => expect(judgeKeyStorage(kind).verdict).toBe(wanted))

  it.each([
    [true, 'ok'],
    [false, 'warning'],
    [null, 'notApplicable']
  ])('autostart %s is %s', (on, wanted) => expect(judgeAutostart(on).verdict).toBe(wanted))

  it.each([
    [0, 'ok'],
    [20, 'warning'],
    [null, 'unknown']
  ])('sleep after %s s is %s', (sec, wanted) => expect(judgeSleep(sec).verdict).toBe(wanted))

  it.each([
    ['linux', '/etc/udev/rules.d/20-hw1.rules', 'ok'],
    ['linux', null, 'warning'],
    ['darwin', null, 'notApplicable'],
    ['win32', null, 'notApplicable']
  ])('on %s the rule %s is %s', (platform, rule, wanted) => expect(judgeUdev(platform, rule).verdict).toBe(wanted))

  it('has space that can be measured', async () => {
    expect(await freeBytes(tmpdir())).toBeGreaterThan(0)
  })
})

describe('the rule for a Ledger', () => {
  it('is found by its vendor, and not in a comment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'udev-'))
    writeFileSync(
      join(folder, '10-other.rules'),
      'KERNEL=="hidraw*", ATTRS{idVendor}=="1234"\n# ATTRS{idVendor}=="2c97"\n'
    )
    writeFileSync(join(folder, 'readme.txt'), 'ATTRS{idVendor}=="2c97"')
    expect(await ledgerRule([join(folder, 'none'), folder])).toBeNull()
    writeFileSync(join(folder, '20-hw1.rules'), '# Ledger\nKERNEL=="hidraw*", ATTRS{idVendor}=="2C97", MODE="0660"\n')
    expect(await ledgerRule([join(folder, 'none'), folder])).toBe(join(folder, '20-hw1.rules'))
  })
})

describe('when this machine sleeps', () => {
  const battery = 'Battery Power:\n displaysleep        2\n sleep                1\nAC Power:\n displaysleep 10\n'
  it.each([
    [`${battery} sleep                10\n`, 600],
    [`${battery} sleep                0 (sleep prevented by powerd)\n`, 0],
    [battery, null],
    ['', null],
    [null, null]
  ])('macOS: %j', (text, sec) => expect(macSleepSec(text)).toBe(sec))

  it.each([
    ['  Possible: 0xffffffff\r\n  Netz: 0x00000708\r\n  Akku: 0x00000384\r\n', 1_800],
    ['    Current AC Power Setting Index: 0x00000000\n    Current DC Power Setting Index: 0x00000384\n', 0],
    ['Invalid parameters', null],
    [null, null]
  ])('Windows: %j', (text, sec) => expect(windowsSleepSec(text)).toBe(sec))

  it.each([
    ["'nothing'\n", '1200\n', 0],
    ["'suspend'\n", '1200\n', 1_200],
    ["'suspend'\n", 'uint32 900\n', 900],
    ["'suspend'\n", null, null],
    [null, null, null]
  ])('GNOME: %j %j', (kind, after, sec) => expect(gnomeSleepSec(kind, after)).toBe(sec))

  it('asks what each system offers', async () => {
    const asked: string[] = []
    const run = async (file: string, args: readonly string[]) => {
      asked.push(`${file} ${args.at(-1)}`)
      return file === 'systemctl' ? 'masked\n' : null
    }
    expect(await idleSleepSec('linux', run, signal)).toBe(0)
    expect(await idleSleepSec('darwin', run, signal)).toBeNull()
    expect(await idleSleepSec('win32', run, signal)).toBeNull()
    expect(await idleSleepSec('linux', async () => null, signal)).toBeNull()
    expect(asked).toEqual(['systemctl sleep.target', 'pmset custom', 'powercfg STANDBYIDLE'])
  })

  it('runs a program without this process’s secrets, and takes a missing one for no answer', async () => {
    process.env.DOCTOR_TEST_SECRET = 'hush'
    const said = await runProgram(process.execPath, ['-e', 'console.log(Object.keys(process.env).join())'], signal)
    delete process.env.DOCTOR_TEST_SECRET
    expect(said).toContain('PATH')
    expect(said).not.toContain('DOCTOR_TEST_SECRET')
    expect(await runProgram('no-such-program-here', [], signal)).toBeNull()
    expect(await runProgram(process.execPath, ['-e', 'process.exit(3)'], signal)).toBeNull()
  })
})
