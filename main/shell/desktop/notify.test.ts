import { EventEmitter } from 'node:events'
import type { NotificationConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { notify } from './notify.ts'
import { secretStorage } from './secret-storage.ts'

class NotificationDouble extends EventEmitter {
  shown = false
  readonly options: NotificationConstructorOptions
  constructor(options: NotificationConstructorOptions) {
    super()
    this.options = options
  }
  show(): void {
    this.shown = true
  }
}

function setUp(isSupported: boolean) {
  const made: NotificationDouble[] = []
  let opened = 0
  const screens: unknown[] = []
  const create = (options: NotificationConstructorOptions): NotificationDouble => {
    const notification = new NotificationDouble(options)
    made.push(notification)
    return notification
  }
  const open = (screen?: string): void => {
    opened++
    screens.push(screen)
  }
  return { made, screens, opened: () => opened, deps: { isSupported: () => isSupported, create, open } }
}

describe('notify', () => {
  it('leads to the screen where something can be done', () => {
    const { made, screens, deps } = setUp(true)
    notify({ title: 'In jail', body: 'Until noon', severity: 'critical', screen: 'stake' }, deps)
    made[0]?.emit('click', { some: 'event' })
    notify({ title: 'Paid', body: '1 KRO', severity: 'notice' }, deps)
    made[1]?.emit('click', { some: 'event' })
    expect(screens).toEqual(['stake', undefined])
  })

  it('shows what it was told and opens the window on a click', () => {
    const { made, opened, deps } = setUp(true)
    notify({ title: 'In jail', body: 'Until noon', severity: 'critical' }, deps)
    expect(made[0]).toMatchObject({
      shown: true,
      options: { title: 'In jail', body: 'Until noon', urgency: 'critical' }
    })
    made[0]?.emit('click')
    expect(opened()).toBe(1)
    notify({ title: 'Paid', body: '1 KRO', severity: 'notice' }, deps)
    expect(made[1]?.options.urgency).toBe('normal')
  })

  it('does nothing where there are no notifications', () => {
    const { made, deps } = setUp(false)
    notify({ title: 'In jail', body: 'Until noon', severity: 'critical' }, deps)
    expect(made).toEqual([])
  })
})

describe('secretStorage', () => {
  it.each([
    ['linux', true, 'gnome_libsecret', 'keychain'],
    ['linux', true, 'basic_text', 'plain'],
    ['linux', false, 'unknown', 'none'],
    ['darwin', true, 'basic_text', 'keychain'],
    ['win32', false, 'unknown', 'none']
  ] as const)('on %s, available %s, backend %s: %s', async (platform, available, backend, expected) => {
    const safeStorage = {
      isAsyncEncryptionAvailable: async () => available,
      getSelectedStorageBackend: () => backend
    }
    expect(await secretStorage(safeStorage, platform)).toBe(expected)
  })
})
