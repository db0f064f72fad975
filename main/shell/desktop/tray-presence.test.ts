import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { decideTray } from './decide-tray.ts'
import { trayPresence } from './tray-presence.ts'
import { askTrayWatcher, type RunTool, runTool } from './tray-watcher.ts'

const missing: RunTool = () => Promise.reject(Object.assign(new Error('no such program'), { code: 'ENOENT' }))

/** What gdbus prints for the three kinds of names under which Electron releases register. */
const gdbus = (items: string[], hosted = true): string =>
  `({'IsStatusNotifierHostRegistered': <${hosted}>, 'ProtocolVersion': <0>, 'RegisteredStatusNotifierItems': <[${items.map((item) => `'${item}'`).join(', ')}]>},)\n`
const busctl = (items: string[]): string =>
  `a{sv} 3 "ProtocolVersion" i 0 "IsStatusNotifierHostRegistered" b true "RegisteredStatusNotifierItems" as ${items.length} ${items.map((item) => `"${item}"`).join(' ')}\n`

describe('decideTray', () => {
  const seen = { hosted: true, hasOurs: true }
  it.each([
    ['linux', true, seen, null],
    ['linux', true, { hosted: true, hasOurs: false }, /did not take/],
    ['linux', true, { hosted: false, hasOurs: false }, /shows no tray/],
    ['linux', true, null, /could not be found out/],
    ['linux', false, seen, /no tray entry/],
    ['win32', true, null, null],
    ['win32', false, null, /no tray entry/]
  ] as const)('%s, made %s, %o', (platform, created, watcher, verdict) => {
    const trouble = decideTray({ platform, created, watcher })
    if (verdict === null) expect(trouble).toBeNull()
    else expect(trouble).toMatch(verdict)
  })
})

describe('askTrayWatcher', () => {
  it.each([
    ['a name with the process', gdbus(['org.kde.StatusNotifierItem-4711-1/StatusNotifierItem'])],
    ['the other prefix', gdbus([':1.7@/x', 'org.freedesktop.StatusNotifierItem-4711-1'])]
  ])('finds our entry by %s', async (_, said) => {
    expect(await askTrayWatcher(async () => said, 4711)).toEqual({ hosted: true, hasOurs: true })
  })

  it('finds it by the owner of a connection, and takes no other process for this one', async () => {
    const owners: Record<string, string> = { ':1.42': '(uint32 4711,)', ':1.43': '(uint32 47110,)' }
    const run =
      (items: string[]): RunTool =>
      async (_program, args) =>
        args.at(-1)?.startsWith(':1.') ? (owners[args.at(-1) ?? ''] ?? '') : gdbus(items)
    expect(await askTrayWatcher(run([':1.43@/a', ':1.42@/org/chromium/StatusNotifierItem/1']), 4711)).toMatchObject({
      hasOurs: true
    })
    expect(await askTrayWatcher(run([':1.43@/a', ':1.99@/b']), 4711)).toMatchObject({ hasOurs: false })
  })

  it('uses busctl where there is no gdbus', async () => {
    const run: RunTool = (program, args) =>
      program === 'gdbus' ? missing(program, args) : Promise.resolve(busctl(['org.kde.StatusNotifierItem-9-1']))
    expect(await askTrayWatcher(run, 9)).toEqual({ hosted: true, hasOurs: true })
  })

  it('knows a desktop without the service, and one whose panel is gone', async () => {
    const refused: RunTool = () => Promise.reject(new Error('ServiceUnknown'))
    expect(await askTrayWatcher(refused, 9)).toEqual({ hosted: false, hasOurs: false })
    expect(await askTrayWatcher(async () => gdbus([], false), 9)).toEqual({ hosted: false, hasOurs: false })
  })

  it('does not guess where nobody can be asked', async () => {
    expect(await askTrayWatcher(missing, 9)).toBeNull()
  })
})

describe('runTool', () => {
  it('gives what a program prints, and tells a missing one', async () => {
    expect(await runTool(process.execPath, ['-e', 'console.log(7)'])).toBe('7\n')
    await expect(runTool('no-such-program-of-ours', [])).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('trayPresence', () => {
  it('gives a new entry a moment to be taken', async () => {
    const clock = new ManualClock()
    let asked = 0
    const run: RunTool = async () => gdbus(++asked < 3 ? [] : ['org.kde.StatusNotifierItem-9-1'])
    const presence = trayPresence({ platform: 'linux', created: () => true, run, pid: 9, clock })
    expect(presence.seen()).toBe(false)
    const trouble = presence.trouble()
    await clock.advance(1_000)
    expect(await trouble).toBeNull()
    expect(presence.seen()).toBe(true)
  })

  it('gives up on an entry that is not taken, and on one that is never made', async () => {
    const clock = new ManualClock()
    let made = true
    const presence = trayPresence({ platform: 'linux', created: () => made, run: async () => gdbus([]), pid: 9, clock })
    const refused = presence.trouble()
    await clock.advance(1_000)
    expect(await refused).toMatch(/did not take/)
    made = false
    const absent = presence.trouble()
    await clock.advance(1_000)
    expect(await absent).toMatch(/no tray entry/)
    expect(presence.seen()).toBe(false)
  })

  it('does not wait where there is nothing to wait for', async () => {
    const run: RunTool = async () => gdbus([], false)
    const presence = trayPresence({ platform: 'linux', created: () => true, run, pid: 9, clock: new ManualClock() })
    expect(await presence.trouble()).toMatch(/shows no tray/)
  })
})
