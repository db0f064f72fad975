import { inspect } from 'node:util'
import fc from 'fast-check'
import { mnemonicToAccount, privateKeyToAddress } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { isMnemonic } from './is-mnemonic.ts'
import { operatorVariables } from './operator-variables.ts'
import { parseEnv } from './parse-env.ts'
import { readOperatorEnv } from './read-operator-env.ts'

const key = '4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318'
const words =
  'glory promote mansion idle axis finger extra february uncover one trip resource lawn turtle enact monster seven myth punch hobby comfort wild raise skin'
const guide = `
# .env of the guide
NETWORK_NAME=mainnet
VALIDATOR_PRIVATE_KEY=${key}
# It should be kept as an empty value.
VALIDATOR_MNEMONIC=
VALIDATOR_HD_PATH=
KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true
KROMA_VALIDATOR__CHALLENGER_ENABLED=true
KROMA_VALIDATOR__PROVER_RPC=http://kroma-prover-proxy:6000
KROMA_VALIDATOR__L1_RPC_ENDPOINT=wss://mainnet.example/v3/0123456789abcdef0123456789abcdef
KROMA_PROVER_PROXY__AWS_REGION=eu-central-1
KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
KROMA_PROVER_PROXY__PROVER_ADDRESS_TYPE=private # if not on AWS: public
`
const codes = (text: string): string[] => readOperatorEnv(text).preview.conflicts.map(({ code }) => code)

describe('parseEnv', () => {
  it('reads as docker does: quotes, comments, export, empty values, any line end', () => {
    const text = '\uFEFFA=1\r\nexport B = "two words" \r\nC=\'#3\'\rD=4 # four\n E = \nF=x#y\n#G=7\n'
    const { entries, notes } = parseEnv(text)
    expect(entries.map(({ key: name, value }) => [name, value])).toEqual([
      ['A', '1'],
      ['B', 'two words'],
      ['C', '#3'],
      ['D', '4'],
      ['E', ''],
      ['F', 'x#y']
    ])
    expect(notes.map(({ note }) => note)).toEqual(['BOM', 'CRLF'])
  })
  it('notes what it leaves as it stands', () => {
    const text = ['A=$HOME/x', 'B=`id`', 'C=$(id)', 'D="open', 'just words', 'A=2', 'E=\\', `F=${'$'}{X:-1}`].join('\n')
    expect(parseEnv(text).notes.map(({ note, key: name }) => [note, name])).toEqual([
      ['SHELL_SYNTAX', 'A'],
      ['SHELL_SYNTAX', 'B'],
      ['SHELL_SYNTAX', 'C'],
      ['QUOTE_NOT_CLOSED', 'D'],
      ['LINE_SKIPPED', null],
      ['DUPLICATE_KEY', 'A'],
      ['SHELL_SYNTAX', 'E'],
      ['SHELL_SYNTAX', 'F']
    ])
  })
  it('answers every text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Z_=$"'#\s\\0-9]{0,80}$/)), (text) => {
        const { entries } = parseEnv(text)
        for (const { key: name, value } of entries) {
          expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_.]*$/)
          expect(text).toContain(value)
        }
      }),
      { numRuns: 500 }
    )
  })
})

describe('readOperatorEnv', () => {
  it('understands the names of the guide', () => {
    const { preview, secrets } = readOperatorEnv(guide)
    expect(preview).toMatchObject({
      account: privateKeyToAddress(`0x${key}`),
      network: 'mainnet',
      roles: { submitter: true, challenger: true, publicRound: false },
      conflicts: [],
      missing: [],
      ready: true
    })
    expect(secrets.privateKey?.reveal()).toBe(`0x${key}`)
    expect(secrets.aws?.accessKeyId.reveal()).toBe('AKIAIOSFODNN7EXAMPLE')
    expect(secrets.urls.validatorL1?.reveal()).toContain('0123456789abcdef')
    expect(preview.found.find(({ purpose }) => purpose === 'proverAddressType')?.shown).toBe('private')
    expect(preview.found.find(({ purpose }) => purpose === 'validatorL1')?.shown).toBe('wss://mainnet.example')
    expect(preview.exposed).toEqual([
      { code: 'PRIVATE_KEY_IN_PLAIN_TEXT', keys: ['VALIDATOR_PRIVATE_KEY'], remedy: 'KEYSTORE_AND_WIPE' },
      {
        code: 'AWS_KEY_IN_PLAIN_TEXT',
        keys: ['KROMA_PROVER_PROXY__AWS_ACCESS_KEY_ID', 'KROMA_PROVER_PROXY__AWS_SECRET_ACCESS_KEY'],
        remedy: 'ROTATE_AT_AWS'
      },
      { code: 'KEY_IN_URL', keys: ['KROMA_VALIDATOR__L1_RPC_ENDPOINT'], remedy: 'ROTATE_AT_PROVIDER' }
    ])
  })

  it('understands the newer names, and a mnemonic with its path', () => {
    const text = [
      `KROMA_VALIDATOR__MNEMONIC="${words}"`,
      `KROMA_VALIDATOR__HD_PATH=m/44'/60'/0'/0/0`,
      'KROMA_VALIDATOR__OUTPUT_SUBMITTER_ENABLED=true',
      'KROMA_VALIDATOR__ZKEVM_PROVER_PROXY_RPC=http://127.0.0.1:6000',
      'NETWORK_NAME=sepolia'
    ].join('\n')
    const { preview, secrets } = readOperatorEnv(text)
    expect(preview).toMatchObject({ account: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D', network: 'sepolia' })
    expect(mnemonicToAccount(words).address).toBe(preview.account)
    expect(secrets.urls.zkEvmProver?.reveal()).toBe('http://127.0.0.1:6000')
    expect(preview.exposed.map(({ code }) => code)).toEqual(['MNEMONIC_IN_PLAIN_TEXT'])
    expect(preview.missing).toEqual(['challenger', 'validatorL1'])
  })

  it.each([
    ['a key and a mnemonic', `VALIDATOR_PRIVATE_KEY=${key}\nVALIDATOR_MNEMONIC=${words}`, 'KEY_AND_MNEMONIC', false],
    ['a key that is none', 'VALIDATOR_PRIVATE_KEY=0x1234', 'PRIVATE_KEY_INVALID', false],
    ['zero as a key', `VALIDATOR_PRIVATE_KEY=${'0'.repeat(64)}`, 'PRIVATE_KEY_INVALID', false],
    [
      'a mnemonic with a typing error',
      `VALIDATOR_MNEMONIC=${words.replace('skin', 'glory')}`,
      'MNEMONIC_INVALID',
      false
    ],
    ['a path that is none', `VALIDATOR_MNEMONIC=${words}\nVALIDATOR_HD_PATH=44h/60h`, 'HD_PATH_INVALID', false],
    [
      'a path for nothing',
      `VALIDATOR_PRIVATE_KEY=${key}\nVALIDATOR_HD_PATH=m/44'/60'/0'/0/0`,
      'HD_PATH_WITHOUT_MNEMONIC',
      true
    ],
    ['no role', `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__CHALLENGER_ENABLED=false`, 'NO_ROLE_ON', true],
    [
      'a challenger without a prover',
      `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__CHALLENGER_ENABLED=true`,
      'CHALLENGER_WITHOUT_PROVER',
      true
    ],
    [
      'half of the zkVM',
      `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__ZKVM_PROVER_PROXY_RPC=http://a:1`,
      'ZKVM_HALF_SET',
      true
    ],
    [
      'the two names of a key with two keys',
      `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__PRIVATE_KEY=${'1'.repeat(64)}`,
      'NAMES_DIFFER',
      false
    ],
    [
      'a key twice with two values',
      `VALIDATOR_PRIVATE_KEY=${key}\nVALIDATOR_PRIVATE_KEY=${'1'.repeat(64)}`,
      'DUPLICATE_DIFFERS',
      false
    ],
    [
      'a switch twice with two values',
      `VALIDATOR_PRIVATE_KEY=${key}\nNETWORK_NAME=sepolia\nNETWORK_NAME=mainnet`,
      'DUPLICATE_DIFFERS',
      true
    ],
    ['a key that a shell would fill in', `VALIDATOR_PRIVATE_KEY=${'$'}{YOUR_ETH_PRIVATE_KEY}`, 'SHELL_SYNTAX', false],
    [
      'the guardian',
      `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__GUARDIAN_ENABLED=true`,
      'GUARDIAN_NOT_SUPPORTED',
      true
    ],
    ['an odd switch', `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__CHALLENGER_ENABLED=maybe`, 'VALUE_INVALID', true],
    [
      'a URL that is none',
      `VALIDATOR_PRIVATE_KEY=${key}\nKROMA_VALIDATOR__L1_RPC_ENDPOINT=localhost`,
      'VALUE_INVALID',
      true
    ]
  ])('explains %s', (_, text, code, ready) => {
    expect(codes(text)).toContain(code)
    expect(readOperatorEnv(text).preview.ready).toBe(ready)
    if (!ready) expect(readOperatorEnv(text).secrets.privateKey).toBeNull()
  })

  it('knows words and their checksum', () => {
    const twelve = 'test test test test test test test test test test test junk'
    expect(isMnemonic(twelve.split(' '))).toBe(true)
    expect(isMnemonic(words.split(' '))).toBe(true)
    for (const bad of [twelve.replace('junk', 'test'), twelve.replace('junk', 'junks'), twelve.slice(5), ''])
      expect(isMnemonic(bad.split(' '))).toBe(false)
    const swapped = words.split(' ')
    ;[swapped[3], swapped[9]] = [swapped[9] ?? '', swapped[3] ?? '']
    expect(isMnemonic(swapped)).toBe(false)
  })

  it('has nothing to say about a file that is in order, with both names alike', () => {
    const text = `${guide}\nKROMA_VALIDATOR__PRIVATE_KEY=${key}\nVALIDATOR_PRIVATE_KEY=${key}`
    expect(codes(text)).toEqual([])
    expect(readOperatorEnv(text).preview.ready).toBe(true)
  })

  it('finds secrets under names that it does not know, and pasted into the wrong line', () => {
    const text = `MY_API_TOKEN=abc123\nCOMMENT=${key}\nNETWORK_NAME=0x${key}\nNOTE=${words}\nSOME_URL=https://me:pass@host.example/x\nHARMLESS=5`
    const { found, exposed } = readOperatorEnv(text).preview
    expect(found.map(({ shown }) => shown)).toEqual([
      '[secret]',
      '[secret]',
      '[secret]',
      '[secret]',
      'https://host.example',
      '5'
    ])
    expect(exposed).toContainEqual({
      code: 'SECRET_IN_PLAIN_TEXT',
      keys: ['MY_API_TOKEN', 'COMMENT', 'NOTE'],
      remedy: 'WIPE'
    })
    expect(exposed).toContainEqual({ code: 'KEY_IN_URL', keys: ['SOME_URL'], remedy: 'ROTATE_AT_PROVIDER' })
  })

  it('never shows a secret, whatever surrounds it', () => {
    const names = operatorVariables.flatMap((variable) => variable.names)
    const secretNames = operatorVariables.filter(({ secret }) => secret).flatMap((variable) => variable.names)
    const line = fc.oneof(
      fc.tuple(fc.constantFrom(...secretNames), fc.stringMatching(/^[a-f0-9]{20,64}$/)),
      fc.tuple(fc.constantFrom('APP_PASSWORD', 'X_SECRET', 'RPC_TOKEN'), fc.stringMatching(/^[A-Za-z0-9]{12,40}$/))
    )
    const other = fc.tuple(fc.constantFrom(...names, 'FREE'), fc.string({ maxLength: 20 }))
    const style = fc.constantFrom(
      (v: string) => v,
      (v: string) => `"${v}"`,
      (v: string) => `'${v}'`,
      (v: string) => `  ${v} # note`
    )
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(other, { maxLength: 5 }),
        style,
        (hot, cold, as) => {
          const text = [...cold.map(([k, v]) => `${k}=${v}`), ...hot.map(([k, v]) => `${k}=${as(v)}`)].join('\n')
          const result = readOperatorEnv(text)
          const told = inspect(result, { depth: 20 }) + JSON.stringify(result)
          for (const [, value] of hot) expect(told).not.toContain(value)
        }
      ),
      { numRuns: 500 }
    )
  })
})
