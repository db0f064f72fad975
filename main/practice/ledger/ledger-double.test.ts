import { keccak256, parseEther, serializeTransaction, type TransactionSerializableEIP1559, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { beforeEach, describe, expect, it } from 'vitest'
import type { LedgerScreen } from '../../../shared/domain/practice-ledger.ts'
import { Unheard } from './ledger-body.ts'
import { LedgerDouble } from './ledger-double.ts'
import { practiceMnemonic } from './practice-mnemonic.ts'
import { apdu, dataOf, pathHex, signApdus, signatureOf, statusOf } from './testing/apdus.ts'

/** Seed of the public emulator. */
const own =
  'glory promote mansion idle axis finger extra february uncover one trip resource lawn turtle enact monster seven myth punch hobby comfort wild raise skin'
const other = practiceMnemonic(1, 'other')
const first = "44'/60'/0'/0/0"
const tx: TransactionSerializableEIP1559 = {
  type: 'eip1559',
  chainId: 900,
  nonce: 3,
  to: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  data: `0xf3fef3a3${'00'.repeat(64)}`,
  gas: 127_000n,
  maxFeePerGas: 40_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n
}
const never = new AbortController().signal

let device: LedgerDouble
beforeEach(() => {
  device = new LedgerDouble({ own, other })
})

const ask = (bytes: Uint8Array, host = never): Promise<Uint8Array> => device.exchange(bytes, host)
const status = async (bytes: Uint8Array): Promise<string> => statusOf(await ask(bytes))
const screen = (): LedgerScreen | null => device.state().screen
const untilReview = () => expect.poll(() => screen()?.kind, { timeout: 20_000 }).toBe('review')
const decideNext = async (action: 'approve' | 'reject'): Promise<void> => {
  await untilReview()
  device.control(action)
}
/** Sends the pieces; the last answer. */
const send = async (pieces: Uint8Array[]): Promise<Uint8Array> => {
  const answers: Uint8Array[] = []
  for (const piece of pieces) answers.push(await ask(piece))
  return answers.at(-1) ?? new Uint8Array()
}

describe('configuration and name', () => {
  it('tells the blind signing flag and the version', async () => {
    expect(toHex(await ask(apdu('e0060000')))).toBe('0x010116009000')
    device.control('blind-signing-off')
    expect(toHex(await ask(apdu('e0060000')))).toBe('0x000116009000')
  })

  it('tells which app is open', async () => {
    const nameOf = async () => {
      const answer = await ask(apdu('b0010000'))
      return Buffer.from(answer.slice(2, 2 + (answer[1] ?? 0))).toString()
    }
    expect(await nameOf()).toBe('Ethereum')
    device.control('close-app')
    expect(await nameOf()).toBe('BOLOS')
  })
})

describe('address', () => {
  it("is the known one of the public emulator's seed", async () => {
    const data = dataOf(await ask(apdu('e0020000', pathHex(first))))
    expect([data[0], data[66], data.length]).toEqual([0x41, 0x28, 1 + 65 + 1 + 40])
    expect(Buffer.from(data.slice(67)).toString()).toBe('Dad77910DbDFdE764fC21FCD4E74D71bBACA6D8D')
    expect(toHex(data.slice(1, 66))).toBe(mnemonicToAccount(own).publicKey)
  })

  it.each([first, "44'/60'/1'/0/0", "44'/60'/0'/0/9", "44'/60'/0'/7", "44'/60'/0'/0"])(
    'at %s equals the one that viem derives, with the chain code where it is asked for',
    async (path) => {
      const account = mnemonicToAccount(own, { path: `m/${path}` as `m/44'/60'/${string}` })
      const data = dataOf(await ask(apdu('e0020001', pathHex(path))))
      expect(`0x${Buffer.from(data.slice(67, 107)).toString()}`).toBe(account.address)
      expect(data.slice(107)).toEqual(account.getHdKey().chainCode)
    }
  )

  it('is shown and waits where it shall be confirmed', async () => {
    const asked = ask(apdu('e0020100', pathHex(first)))
    await untilReview()
    expect(screen()).toEqual({
      kind: 'review',
      what: 'address',
      fields: [{ label: 'Address', value: mnemonicToAccount(own).address }]
    })
    device.control('approve')
    expect(statusOf(await asked)).toBe('9000')
    const refused = ask(apdu('e0020100', pathHex(first)))
    await decideNext('reject')
    expect(statusOf(await refused)).toBe('6985')
    expect(screen()).toEqual({ kind: 'ready' })
  })

  it('takes a chain id behind the path', async () => {
    expect(await status(apdu('e0020000', `${pathHex(first)}0000000000000384`))).toBe('9000')
  })
})

describe('transaction', () => {
  it.each([
    ['a call', tx, first],
    ['another account', tx, "44'/60'/4'/0/0"],
    ['a legacy path', tx, "44'/60'/0'/2"],
    ['a transfer', { ...tx, data: '0x', value: parseEther('0.5') }, first],
    ['mainnet', { ...tx, chainId: 1, nonce: 0 }, first],
    ['several pieces', { ...tx, data: toHex(new Uint8Array(900).fill(7)) }, first],
    ['a list just short', { ...tx, data: '0x0102' }, first],
    ['a deployment', { ...tx, to: null, data: '0x6001' }, first]
  ] as [string, TransactionSerializableEIP1559, string][])(
    '%s is signed with the same bytes as by viem',
    async (_, fields, path) => {
      const account = mnemonicToAccount(own, { path: `m/${path}` as `m/44'/60'/${string}` })
      const asked = send(signApdus(path, serializeTransaction(fields)))
      await decideNext('approve')
      const raw = serializeTransaction(fields, signatureOf(await asked))
      expect(raw).toBe(await account.signTransaction(fields))
    }
  )

  it('shows what is signed blindly, and the hash that was promised', async () => {
    const unsigned = serializeTransaction(tx)
    const asked = send(signApdus(first, unsigned))
    await untilReview()
    expect(screen()).toEqual({
      kind: 'review',
      what: 'transaction',
      fields: [
        { label: 'From', value: '0xDad77910DbDFdE764fC21FCD4E74D71bBACA6D8D' },
        { label: 'To', value: '0x90F79bf6EB2c4f870365E785982E1f101E93b906' },
        { label: 'Max fees', value: 'ETH 0.00508' },
        { label: 'Network', value: '900' },
        { label: 'Transaction hash', value: keccak256(unsigned) }
      ]
    })
    device.control('approve')
    await asked
  })

  it('shows only sender and fees of an approval', async () => {
    const asked = send(signApdus(first, serializeTransaction({ ...tx, data: `0x095ea7b3${'00'.repeat(64)}` })))
    await untilReview()
    const shown = screen()
    expect(shown?.kind === 'review' && shown.fields.map(({ label }) => label)).toEqual(['From', 'Max fees'])
    device.control('reject')
    await asked
  })

  it('is answered only after the decision, and pieces before that at once', async () => {
    const [head, tail] = signApdus(first, serializeTransaction(tx), 100)
    if (!head || !tail) throw new Error('two pieces wanted')
    expect(toHex(await ask(head))).toBe('0x9000')
    let answered = false
    const asked = ask(tail).then((answer) => {
      answered = true
      return answer
    })
    await untilReview()
    await new Promise((done) => setTimeout(done, 30))
    expect(answered).toBe(false)
    device.control('reject')
    expect(toHex(await asked)).toBe('0x6985')
  })

  it('can be rejected, and the next one signed', async () => {
    const refused = send(signApdus(first, serializeTransaction(tx)))
    await decideNext('reject')
    expect(statusOf(await refused)).toBe('6985')
    const asked = send(signApdus(first, serializeTransaction(tx)))
    await decideNext('approve')
    expect(statusOf(await asked)).toBe('9000')
  })
})

describe('message', () => {
  it('is signed as viem signs it, in pieces too', async () => {
    for (const text of ['hello', 'x'.repeat(400)]) {
      const bytes = Buffer.from(text)
      const head = Buffer.from(pathHex(first) + bytes.length.toString(16).padStart(8, '0'), 'hex')
      const all = Buffer.concat([head, bytes])
      const asked = send([apdu('e0080000', all.subarray(0, 150)), ...rest(all)])
      await decideNext('approve')
      const [v, r, s] = [(await asked)[0], ...partsOf(await asked)]
      const wanted = await mnemonicToAccount(own).signMessage({ message: text })
      expect(`${r}${s.slice(2)}${v?.toString(16)}`).toBe(wanted)
    }
    function rest(all: Buffer): Uint8Array[] {
      return all.length > 150 ? [apdu('e0088000', all.subarray(150, 300)), apdu('e0088000', all.subarray(300))] : []
    }
    function partsOf(answer: Uint8Array): [string, string] {
      return [toHex(answer.slice(1, 33)), toHex(answer.slice(33, 65))]
    }
  })
})

describe('errors', () => {
  const unsigned = serializeTransaction(tx)
  const typed = (type: string): string => `${pathHex(first)}${type}c0`

  it.each([
    ['an unknown instruction', apdu('e0990000'), '6d00'],
    ['an unknown class', apdu('80060000'), '6e00'],
    ['an unknown command of the system', apdu('b0020000'), '6d00'],
    ['P1 of the configuration', apdu('e0060100'), '6b00'],
    ['P2 of the address', apdu('e0020002', pathHex(first)), '6b00'],
    ['P1 of the address', apdu('e0020200', pathHex(first)), '6b00'],
    ['P1 of the signature', apdu('e0040100', pathHex(first)), '6b00'],
    ['P2 of the signature', apdu('e0040001', pathHex(first)), '6b00'],
    ['P1 of the name', apdu('b0010100'), '6b00'],
    ['a next piece without a first', apdu('e0048000', '02'), '6980'],
    ['a next piece of a message without a first', apdu('e0088000', '02'), '6980'],
    ['another coin', apdu('e0020000', pathHex("44'/0'/0'/0/0")), '6a15'],
    ['a path without hardening', apdu('e0020000', pathHex('44/60/0/0/0')), '6a15'],
    ['another purpose', apdu('e0040000', pathHex("84'/60'/0'/0/0")), '6a15'],
    ['no path', apdu('e0020000', '00'), '6a80'],
    ['a path cut short', apdu('e0020000', pathHex(first).slice(0, -2)), '6a80'],
    ['eleven steps', apdu('e0020000', pathHex("44'/60'/0/0/0/0/0/0/0/0/0")), '6a80'],
    ['data behind the path', apdu('e0020000', `${pathHex(first)}00`), '6a80'],
    ['a type before EIP-1559', apdu('e0040000', typed('01')), '6501'],
    ['a legacy transaction', apdu('e0040000', `${pathHex(first)}c0`), '6501'],
    ['no list', apdu('e0040000', `${pathHex(first)}0280`), '6a80'],
    ['an empty list', apdu('e0040000', typed('02')), '6a80'],
    ['a list with more behind it', apdu('e0040000', `${typed('02')}00`), '6a80'],
    ['a message without length', apdu('e0080000', `${pathHex(first)}000000`), '6a80'],
    ['a length that lies', Uint8Array.of(0xe0, 0x06, 0, 0, 1), '6700'],
    ['a command cut short', Uint8Array.of(0xe0, 0x06, 0), '6700']
  ])('%s', async (_, command, word) => {
    expect(await status(command)).toBe(word)
    expect(screen()).toEqual({ kind: 'ready' })
  })

  it('locked, for every command', async () => {
    device.control('lock')
    expect(screen()).toEqual({ kind: 'locked' })
    for (const command of [apdu('e0060000'), apdu('e0020000', pathHex(first)), apdu('b0010000')])
      expect(await status(command)).toBe('5515')
    device.control('unlock')
    expect(await status(apdu('e0060000'))).toBe('9000')
  })

  it('no app, for every command of it', async () => {
    device.control('close-app')
    expect(screen()).toEqual({ kind: 'dashboard' })
    for (const command of [apdu('e0060000'), apdu('e0020000', pathHex(first))])
      expect(await status(command)).toBe('6e01')
  })

  it('data with blind signing off; a transfer needs it not', async () => {
    device.control('blind-signing-off')
    expect(statusOf(await send(signApdus(first, unsigned)))).toBe('6a80')
    const asked = send(signApdus(first, serializeTransaction({ ...tx, data: '0x' })))
    await decideNext('approve')
    expect(statusOf(await asked)).toBe('9000')
  })

  it('forgets a first piece when something else comes between', async () => {
    const [head, tail] = signApdus(first, unsigned, 100)
    if (!head || !tail) throw new Error('two pieces wanted')
    await ask(head)
    await ask(apdu('e0990000'))
    expect(await status(tail)).toBe('6980')
  })
})

describe('hands on the device', () => {
  const unsigned = serializeTransaction(tx)

  it('buttons do nothing while it is locked, and the review is still there afterwards', async () => {
    const asked = send(signApdus(first, unsigned))
    await untilReview()
    device.control('lock')
    device.control('approve')
    expect(screen()).toEqual({ kind: 'locked' })
    device.control('unlock')
    expect(screen()?.kind).toBe('review')
    device.control('approve')
    expect(statusOf(await asked)).toBe('9000')
  })

  it.each(['unplug', 'use-other-seed', 'close-app'] as const)('%s ends a review unheard', async (action) => {
    const asked = send(signApdus(first, unsigned))
    const outcome = expect(asked).rejects.toBeInstanceOf(Unheard)
    await untilReview()
    const { session } = device.state()
    device.control(action)
    await outcome
    expect(device.state().session).toBe(session + 1)
    expect(screen()?.kind).not.toBe('review')
  })

  it('does not answer while it is unplugged', async () => {
    device.control('unplug')
    expect(screen()).toEqual({ kind: 'off' })
    await expect(ask(apdu('e0060000'))).rejects.toBeInstanceOf(Unheard)
    device.control('plug-in')
    expect(await status(apdu('e0060000'))).toBe('9000')
  })

  it('gives up a review whose host is gone', async () => {
    const host = new AbortController()
    const [piece] = signApdus(first, unsigned)
    if (!piece) throw new Error('one piece wanted')
    const asked = expect(ask(piece, host.signal)).rejects.toBeInstanceOf(Unheard)
    await untilReview()
    host.abort()
    await asked
    expect(screen()).toEqual({ kind: 'ready' })
  })

  it('has another address with another seed', async () => {
    const before = dataOf(await ask(apdu('e0020000', pathHex(first))))
    device.control('use-other-seed')
    const now = dataOf(await ask(apdu('e0020000', pathHex(first))))
    expect(Buffer.from(now.slice(67)).toString()).toBe(mnemonicToAccount(other).address.slice(2))
    device.control('use-own-seed')
    expect(dataOf(await ask(apdu('e0020000', pathHex(first))))).toEqual(before)
  })

  it('tells each change once, and a setting that is already so not as a new connection', () => {
    const seen: number[] = []
    const off = device.onState(({ seq }) => seen.push(seq))
    device.control('lock')
    device.control('plug-in')
    device.control('approve')
    expect(seen).toEqual([1])
    off()
    device.control('unlock')
    expect(seen).toEqual([1])
    expect(device.state().session).toBe(1)
  })

  it('answers one command after the other', async () => {
    const [piece] = signApdus(first, unsigned)
    if (!piece) throw new Error('one piece wanted')
    const order: string[] = []
    const signing = ask(piece).then(() => order.push('signature'))
    const asking = ask(apdu('e0060000')).then(() => order.push('configuration'))
    await decideNext('approve')
    await Promise.all([signing, asking])
    expect(order).toEqual(['signature', 'configuration'])
  })
})
