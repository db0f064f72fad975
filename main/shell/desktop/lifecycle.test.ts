import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { recordingLog } from '../../ipc/recording-log.ts'
import { createQuit } from '../quit.ts'
import { AppDouble } from './electron-double.ts'
import { quitWithSystem, wireLifecycle } from './lifecycle.ts'
import { claimSingleInstance } from './single-instance.ts'

function setUp({ reachable = true }: { reachable?: boolean } = {}) {
  const app = new AppDouble()
  const clock = new ManualClock()
  const exits: number[] = []
  const asked: string[] = []
  const world = { opened: 0, caution: null as string | null, answer: (_sure: boolean): void => {} }
  const quit = createQuit({ clock, log: recordingLog(), exit: (code) => void exits.push(code) })
  wireLifecycle({
    app: app.asApp,
    quit,
    open: () => void world.opened++,
    caution: () => (world.caution === null ? null : { message: world.caution, detail: '' }),
    ask: ({ message }) => {
      asked.push(message)
      return new Promise((done) => {
        world.answer = done
      })
    },
    reachable: () => reachable
  })
  const beforeQuit = (): boolean => {
    let prevented = false
    app.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      }
    })
    return prevented
  }
  return { app, clock, exits, asked, quit, beforeQuit, world }
}

describe('wireLifecycle', () => {
  it('holds the quit back until everything has stopped, however often it is asked for', async () => {
    const { beforeQuit, clock, exits, quit } = setUp()
    let stops = 0
    let stopped = (): void => {}
    quit.onQuitRequested(() => {
      stops++
      return new Promise((resolve) => {
        stopped = resolve
      })
    })
    expect([beforeQuit(), beforeQuit()]).toEqual([true, true])
    await clock.advance(5_000)
    expect(exits).toEqual([])
    stopped()
    await expect.poll(() => exits).toEqual([0])
    expect(stops).toBe(1)
  })

  it('ends after ten seconds all the same', async () => {
    const { beforeQuit, clock, exits, quit } = setUp()
    quit.onQuitRequested(() => new Promise(() => {}))
    beforeQuit()
    await clock.advance(10_000)
    expect(exits).toEqual([1])
  })

  it('asks first where something speaks against it, once at a time, and keeps running when told so', async () => {
    const { beforeQuit, exits, asked, quit, world } = setUp()
    world.caution = 'a dispute is open'
    expect([beforeQuit(), beforeQuit()]).toEqual([true, true])
    expect(asked).toEqual(['a dispute is open'])
    world.answer(false)
    await expect.poll(() => beforeQuit() && asked.length).toBe(2)
    expect(quit.requested).toBe(false)
    world.answer(true)
    await expect.poll(() => exits).toEqual([0])
    beforeQuit()
    expect(asked).toHaveLength(2)
  })

  it('goes on without a window where there is another way back to it, and ends where there is none', () => {
    const seen = setUp({ reachable: true })
    seen.app.emit('window-all-closed')
    expect(seen.app.quits).toBe(0)
    const unseen = setUp({ reachable: false })
    unseen.app.emit('window-all-closed')
    expect(unseen.app.quits).toBe(1)
  })

  it('opens the window when the app is activated', () => {
    const { app, world } = setUp()
    app.emit('activate')
    expect(world.opened).toBe(1)
  })
})

describe('quitWithSystem', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('stops everything on %s without a question', (signal) => {
    const signals = new EventEmitter()
    let requests = 0
    const request = async (): Promise<void> => void requests++
    quitWithSystem({ signals: signals as never, powerMonitor: new EventEmitter() as never, quit: { request } })
    signals.emit(signal)
    expect(requests).toBe(1)
  })

  it('has the system wait when it shuts down', () => {
    const powerMonitor = new EventEmitter()
    const done: string[] = []
    const request = async (): Promise<void> => void done.push('stopped')
    quitWithSystem({ signals: new EventEmitter() as never, powerMonitor: powerMonitor as never, quit: { request } })
    powerMonitor.emit('shutdown', { preventDefault: () => done.push('delayed') })
    expect(done).toEqual(['delayed', 'stopped'])
  })
})

describe('claimSingleInstance', () => {
  it('raises the window of the first when a second starts', () => {
    const app = new AppDouble()
    let raised = 0
    claimSingleInstance(app.asApp, () => void raised++)
    app.emit('second-instance')
    expect(raised).toBe(1)
  })

  it('tells the second that there is a first', () => {
    const app = new AppDouble()
    app.locked = true
    expect(() => claimSingleInstance(app.asApp, () => {})).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }))
    expect(app.listenerCount('second-instance')).toBe(0)
  })
})
