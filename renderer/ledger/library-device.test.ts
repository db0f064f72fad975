import { describe, expect, it } from 'vitest'
import { type LibraryEth, libraryDevice } from './library-device.ts'

const bench = (over: Partial<LibraryEth> = {}) => {
  const listeners = new Set<() => void>()
  const calls: unknown[][] = []
  const eth: LibraryEth = {
    getAppConfiguration: async () => ({ arbitraryDataEnabled: 1, version: '1.22.0' }),
    getAddress: async (...args) => {
      calls.push(['address', ...args])
      return { address: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D' }
    },
    signTransaction: async (...args) => {
      calls.push(['sign', ...args])
      return { v: '01', r: 'aa', s: 'bb' }
    },
    ...over
  }
  const device = libraryDevice(eth, {
    on: (_, listener) => void listeners.add(listener),
    off: (_, listener) => void listeners.delete(listener),
    close: () => new Promise(() => {})
  })
  const disconnect = () => {
    for (const listener of [...listeners]) listener()
  }
  return { device, calls, disconnect, listeners }
}

describe('libraryDevice', () => {
  it('hands over bytes without 0x and an explicit null, which keeps the library off the network', async () => {
    const { device, calls } = bench()
    expect(await device.sign("44'/60'/0'/0/0", '0x02c0')).toEqual({ v: '01', r: 'aa', s: 'bb' })
    expect(calls).toEqual([['sign', "44'/60'/0'/0/0", '02c0', null]])
  })

  it('reads the flag', async () => {
    expect(await bench().device.configuration()).toEqual({ blindSigning: true, version: '1.22.0' })
    const off = bench({ getAppConfiguration: async () => ({ arbitraryDataEnabled: 0, version: '1.10.4' }) })
    expect(await off.device.configuration()).toEqual({ blindSigning: false, version: '1.10.4' })
  })

  it('ends requests that would wait for ever when the device is pulled out', async () => {
    const { device, disconnect } = bench({ signTransaction: () => new Promise(() => {}) })
    const outcome = expect(device.sign("44'/60'/0'/0/0", '0x02c0')).rejects.toMatchObject({ problem: 'UNPLUGGED' })
    disconnect()
    await outcome
    await expect(device.configuration()).resolves.toBeDefined()
  })

  it('does not wait to let go', () => {
    const { device, listeners } = bench()
    const off = device.onDisconnect(() => {})
    expect(listeners.size).toBe(2)
    off()
    expect(listeners.size).toBe(1)
    expect(device.close()).toBeUndefined()
  })
})
