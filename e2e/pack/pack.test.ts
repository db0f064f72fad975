import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pack } from '../../scripts/pack/pack.ts'
import { writeStandIn } from '../../scripts/pack/stand-in.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kroma-pack-'))
const app = join(folder, 'dist/linux-unpacked')
const extracted = join(folder, 'app')
let files: string[] = []

const everyFile = (at: string): string[] =>
  readdirSync(at, { recursive: true, encoding: 'utf8' })
    .map((name) => join(at, name))
    .filter((path) => statSync(path).isFile())

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the package', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    writeStandIn(join(folder, 'electron'))
    await pack({ output: join(folder, 'dist'), electronDist: join(folder, 'electron') })
    const archive = join(app, 'resources/app.asar')
    files = listPackage(archive, { isPack: false }).map((path) => path.slice(1))
    extractAll(archive, extracted)
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds what runs', () => {
    const wanted = ['main/index.js', 'preload/index.cjs', 'renderer/index.html', 'practice/contracts.json']
    expect(files).toEqual(expect.arrayContaining(['package.json', ...wanted.map((path) => `out/${path}`)]))
  })

  it('holds nothing else: no dependency, source, source map, test or fixture', () => {
    const allowed = /^(package\.json|out(\/(main|preload|renderer|practice)(\/|$).*)?)$/
    expect(files.filter((path) => !allowed.test(path))).toEqual([])
    expect(files.filter((path) => /node_modules|\.map$|\.tsx?$|\.test\.|\.spec\.|fixture/.test(path))).toEqual([])
  })

  it('names no folder of the machine that built it and holds no key file', () => {
    const texts = everyFile(extracted).map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    expect(texts.filter(({ text }) => text.includes(root)).map(({ path }) => path)).toEqual([])
    expect(texts.filter(({ text }) => /-----BEGIN [A-Z ]*PRIVATE KEY-----\n/.test(text)).map((t) => t.path)).toEqual([])
    expect(files.filter((path) => /(^|\/)(\.env.*|vault\.json|settings.*\.json|.*\.pem|UTC--.*)$/.test(path))).toEqual(
      []
    )
  })

  it('has its fuses set in the executable', async () => {
    const wire = await getCurrentFuseWire(join(app, 'kroma-validator-desktop'))
    // The wire holds the digits 0 and 1.
    const on = (fuse: FuseV1Options): boolean => String.fromCharCode(wire[fuse] ?? 0) === '1'
    expect(on(FuseV1Options.RunAsNode)).toBe(false)
    expect(on(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false)
    expect(on(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false)
    expect(on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true)
    expect(on(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true)
    expect(on(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false)
  })

  it('brings anvil, its licence and the rule for a Ledger', () => {
    accessSync(join(app, 'resources/anvil/anvil'), constants.X_OK)
    expect(readFileSync(join(app, 'resources/70-kroma-ledger.rules'), 'utf8')).toContain('ATTRS{idVendor}=="2c97"')
    expect(readFileSync(join(app, 'resources/LICENSE.txt'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  it('runs the practice network from what it holds alone', async () => {
    const events = await eventsOf(1)
    expect(events[0]).toMatchObject({ type: expect.any(String), seq: 1 })
  })
})

/** The first events of the packed main on Node, with the packed resources and no node_modules within reach. */
async function eventsOf(count: number): Promise<unknown[]> {
  const resources = JSON.stringify(join(app, 'resources'))
  const child = spawn(
    process.execPath,
    [
      `--import=data:text/javascript,${encodeURIComponent(`process.resourcesPath = ${resources}`)}`,
      join(extracted, 'out/main/index.js'),
      '--headless',
      '--data',
      join(folder, 'data')
    ],
    { cwd: extracted, stdio: ['ignore', 'pipe', 'pipe'] }
  )
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  let complaint = ''
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  let text = ''
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (text.split('\n').length > count) break
  }
  child.kill('SIGTERM')
  await gone
  if (text === '') throw new Error(`the packed app told nothing: ${complaint}`)
  return text
    .split('\n')
    .slice(0, count)
    .map((line) => JSON.parse(line) as unknown)
}
