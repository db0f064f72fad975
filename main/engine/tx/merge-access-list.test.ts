import { describe, expect, it } from 'vitest'
import { mergeAccessList } from './merge-access-list.ts'

describe('mergeAccessList', () => {
  it('names each address and each slot once, whatever the case', () => {
    const merged = mergeAccessList(
      [{ address: '0xAA', storageKeys: ['0x01'] }],
      [
        { address: '0xbb', storageKeys: [] },
        { address: '0xaa', storageKeys: ['0x0B', '0x01'] }
      ]
    )
    expect(merged).toEqual([
      { address: '0xAA', storageKeys: ['0x01', '0x0b'] },
      { address: '0xbb', storageKeys: [] }
    ])
  })
})
