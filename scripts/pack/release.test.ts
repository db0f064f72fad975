import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseArguments } from '../../main/arguments.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('the release workflow', () => {
  const workflow = read('.github/workflows/release.yml')

  it('takes every secret by name', () => {
    const values = [...workflow.matchAll(/^\s+(\w*(?:KEY|PASS|LINK|TOKEN|ISSUER)\w*): (.+)$/gm)]
    expect(values.length).toBeGreaterThan(8)
    for (const [, , value = ''] of values) expect(value).toMatch(/^\$\{\{ secrets\.[A-Z_]+ \}\}$/)
  })

  it('tests before it builds, and builds on three systems', () => {
    expect(workflow).toMatch(/run: npm test/)
    expect(workflow).toMatch(/build:\n\s+needs: test/)
    for (const system of ['ubuntu', 'macos', 'windows']) expect(workflow).toMatch(new RegExp(`os: ${system}-\\d+`))
  })

  it('lets no unsigned build of macOS or Windows through and publishes nothing by itself', () => {
    expect(workflow.match(/-c\.forceCodeSigning=true/g)).toHaveLength(2)
    expect(workflow).toContain('--draft')
    expect(workflow).not.toMatch(/--publish (always|onTag)/)
  })

  it('adds the anvil of the version that the lockfile has', () => {
    const { version } = JSON.parse(read('node_modules/@foundry-rs/anvil/package.json')) as { version: string }
    const added = [...workflow.matchAll(/anvil-darwin-\w+@(\S+)/g)].map((match) => match[1])
    expect(added).toEqual([version, version])
  })
})

describe('the Linux service', () => {
  it('starts the app with arguments that it takes', () => {
    const line = /^ExecStart=\S+ start -- (.+)$/m.exec(read('docs/linux/kroma-validator.service'))?.[1] ?? ''
    expect(parseArguments({ argv: line.split(' '), cwd: '/', env: {} })).toMatchObject({
      mode: 'headless',
      configPath: '/etc/kroma-validator/config.json',
      dataFolder: '/var/lib/kroma-validator'
    })
  })
})
