import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { complete, missingOptionals } from './complete-lockfile.ts'

const root = resolve(import.meta.dirname, '..')
const read = <T>(name: string): T => JSON.parse(readFileSync(join(root, name), 'utf8')) as T
type Manifest = Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>

describe('lockfile', () => {
  it('holds the optional packages of every platform, so that npm ci accepts it', () => {
    expect(missingOptionals(read('package-lock.json')).map((m) => m.name)).toEqual([])
  })

  it('pins every direct dependency to one version', () => {
    const { dependencies, devDependencies, optionalDependencies } = read<Manifest>('package.json')
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(versions.filter((v) => !/^\d+\.\d+\.\d+$/.test(v))).toEqual([])
  })

  it('is completed with the platform that a name says', () => {
    const optionalDependencies = {
      '@x/cli-linux-arm64-musl': '1.2.3',
      '@x/cli-darwin-amd64': '1.2.3',
      '@x/here': '1.0.0'
    }
    const packages = {
      '': {},
      'node_modules/x': { dev: true, optionalDependencies },
      'node_modules/@x/here': { version: '1.0.0' }
    }
    const done = complete({ packages }).packages
    expect(done['node_modules/@x/cli-linux-arm64-musl']).toEqual({
      version: '1.2.3',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux']
    })
    expect(done['node_modules/@x/cli-darwin-amd64']).toEqual({
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      optional: true,
      os: ['darwin']
    })
    expect(missingOptionals({ packages: done })).toEqual([])
  })

  it('refuses to guess', () => {
    const packages = { 'node_modules/x': { optionalDependencies: { surprise: '^1.0.0' } } }
    expect(() => complete({ packages })).toThrow(/by hand/)
  })
})
