import { describe, expect, it } from 'vitest'
import { defaultDataFolder, ownArguments, parseArguments } from './arguments.ts'

const parse = (...argv: string[]) => parseArguments({ argv, cwd: '/here', env: { XDG_CONFIG_HOME: '/conf' } })

describe('arguments', () => {
  it('opens the app on a free port by default', () => {
    expect(parse('--data', 'd')).toEqual({
      mode: 'app',
      json: false,
      configPath: null,
      dataFolder: '/here/d',
      resumeSigning: false,
      hidden: false,
      port: 0,
      logLevel: 'info'
    })
  })

  it('reads every option, paths relative to where the command was given', () => {
    const all = parse('--headless', '--config', 'c.json', '--data=/d', '--port', '8123', '--log-level', 'debug')
    expect(all).toEqual({
      mode: 'headless',
      json: false,
      configPath: '/here/c.json',
      dataFolder: '/d',
      resumeSigning: false,
      hidden: false,
      port: 8123,
      logLevel: 'debug'
    })
    expect(parse('--hidden').hidden).toBe(true)
    expect(parse('--headless', '--resume-signing').resumeSigning).toBe(true)
    expect(() => parse('--resume-signing')).toThrow(/goes with --headless/)
    expect(parse('--doctor', '--json')).toMatchObject({ mode: 'doctor', json: true })
    expect(parse('--doctor')).toMatchObject({ mode: 'doctor', json: false })
    expect([parse('--help').mode, parse('--version', '--headless').mode]).toEqual(['help', 'version'])
  })

  it.each([
    [['--prot', '1']],
    [['extra']],
    [['--port', '99999']],
    [['--port', '1e3']],
    [['--log-level', 'loud']],
    [['--private-key', '0x1']]
  ])('refuses %j with what to do', (argv) => {
    expect(() => parse(...argv)).toThrow(/--help|wants/)
  })

  it.each([
    [['SECRET'], /^Unexpected argument/],
    [['--private-key', 'SECRET'], /'--private-key'/],
    [['--private-key=SECRET'], /'--private-key'/],
    [['--port', 'SECRET'], /--port wants/],
    [['--log-level', 'SECRET'], /--log-level wants/],
    [['--headless=SECRET'], /'--headless'/],
    [['--SECRET'], /^Unknown option/],
    [['--data'], /'--data <value>'/]
  ])('repeats nothing of %j that may be a secret', (argv, wanted) => {
    const said = String(
      (() => {
        try {
          return parse(...argv)
        } catch (error) {
          return (error as Error).message
        }
      })()
    )
    expect(said).toMatch(wanted)
    expect(said).not.toContain('SECRET')
  })

  it('refuses what does not go together', () => {
    expect(() => parse('--json')).toThrow(/--doctor/)
    expect(() => parse('--headless', '--json')).toThrow(/--doctor/)
    expect(() => parse('--headless', '--doctor')).toThrow(/exclude/)
  })

  it('keeps data where each system expects it', () => {
    expect(defaultDataFolder({ XDG_CONFIG_HOME: '/conf' }, 'linux')).toBe('/conf/kroma-validator-desktop')
    expect(defaultDataFolder({}, 'darwin')).toContain('Library/Application Support')
    expect(defaultDataFolder({ APPDATA: '/roaming' }, 'win32')).toContain('/roaming')
  })
})

describe('ownArguments', () => {
  it.each([
    ['Node', ['node', 'index.js', '--data', 'd'], null, ['--data', 'd']],
    ['an installed app', ['/opt/app', '--no-sandbox', '--hidden'], 'packaged', ['--hidden']],
    ['an installed app on macOS', ['/opt/app', '-psn_0_1'], 'packaged', []],
    [
      'Electron from sources',
      ['electron', '--inspect=0', 'index.js', '--data', 'd', '--disable-gpu'],
      'sources',
      ['--data', 'd']
    ]
  ] as const)('are those behind %s', (_, argv, electron, own) => {
    expect(ownArguments({ argv: [...argv], electron })).toEqual(own)
  })

  it('leaves what is nobody’s to be complained about', () => {
    expect(ownArguments({ argv: ['app', '--colour'], electron: 'packaged' })).toEqual(['--colour'])
  })
})
