import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anvilBinary } from './anvil-binary.ts'

describe('anvilBinary', () => {
  it('finds the binary of this platform', () => {
    expect(basename(anvilBinary())).toMatch(/^anvil(\.exe)?$/)
  })

  it('says what is missing, and what to do about a missing package', () => {
    expect(() => anvilBinary('sunos', 'x64')).toThrow('there is no anvil for sunos on x64')
    const elsewhere = process.platform === 'win32' ? 'linux' : 'win32'
    expect(() => anvilBinary(elsewhere, 'x64')).toThrow('is not installed; run npm ci')
  })
})
