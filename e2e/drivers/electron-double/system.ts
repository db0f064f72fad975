import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { IpcMain, PowerMonitor, PowerSaveBlocker, SafeStorage } from 'electron'

/** Suspend and resume come from the spec: `powerMonitor.emit('suspend')`. */
export class Power extends EventEmitter implements Pick<PowerMonitor, 'isOnBatteryPower' | 'getSystemIdleTime'> {
  isOnBatteryPower(): boolean {
    return false
  }
  getSystemIdleTime(): number {
    return 0
  }
}
export const powerMonitor: Power = new Power()

const held = new Set<number>()
let blockers = 0
export const powerSaveBlocker: PowerSaveBlocker = {
  start(type) {
    if (type !== 'prevent-app-suspension' && type !== 'prevent-display-sleep') throw new TypeError('Invalid type')
    blockers += 1
    held.add(blockers)
    return blockers
  },
  stop: (id) => held.delete(id),
  isStarted: (id) => held.has(id)
}

/** The system's key chain, as far as a test has one: the same for every start of the app. */
const key = scryptSync('key chain of the double', 'electron-double', 32)
type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

export const safeStorage: Storage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  async encryptStringAsync(plainText) {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const sealed = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from('v11'), iv, cipher.getAuthTag(), sealed])
  },
  async decryptStringAsync(encrypted) {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(3, 15))
    decipher.setAuthTag(encrypted.subarray(15, 31))
    const result = Buffer.concat([decipher.update(encrypted.subarray(31)), decipher.final()]).toString('utf8')
    return { result, shouldReEncrypt: false }
  }
}

export class Ipc extends EventEmitter implements Pick<IpcMain, 'handle'> {
  handle(channel: string): void {
    throw new Error(`the app answers its own window's pages only, not ${channel} from any page`)
  }
}
export const ipcMain: Ipc = new Ipc()
