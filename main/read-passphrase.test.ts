import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import { readPassphrase } from './read-passphrase.ts'

const terminal = (isTTY: boolean): { input: ReadStream; type: (text: string) => void; raw: boolean[] } => {
  const raw: boolean[] = []
  const stream = Object.assign(new PassThrough(), { isTTY, setRawMode: (on: boolean) => raw.push(on) })
  return { input: stream as unknown as ReadStream, type: (text) => void stream.write(text), raw }
}

describe('passphrase prompt', () => {
  it('takes what is typed, corrections included, shows none of it and gives the terminal back', async () => {
    const t = terminal(true)
    const shown: string[] = []
    const asked = readPassphrase({ input: t.input, output: { write: (s) => shown.push(s) }, prompt: 'Passphrase: ' })
    t.type('hunteX')
    t.type('\u007fr2\r')
    expect((await asked).reveal()).toBe('hunter2')
    expect([shown.join(''), t.raw]).toEqual(['Passphrase: \n', [true, false]])
  })

  it('stops on Ctrl-C', async () => {
    const t = terminal(true)
    const asked = readPassphrase({ input: t.input, output: { write: () => {} }, prompt: '' })
    t.type('abc\u0003')
    await expect(asked).rejects.toMatchObject({ meta: { code: 'ABORTED' } })
  })

  it('gives up when told to, and gives the terminal back', async () => {
    const t = terminal(true)
    const stop = new AbortController()
    const question = { input: t.input, output: { write: () => {} }, prompt: '', signal: stop.signal }
    const asked = readPassphrase(question)
    t.type('abc')
    stop.abort()
    await expect(asked).rejects.toMatchObject({ meta: { code: 'ABORTED' } })
    await expect(readPassphrase(question)).rejects.toMatchObject({ meta: { code: 'ABORTED' } })
    expect([t.raw.at(-1), t.input.listenerCount('data')]).toEqual([false, 0])
  })

  it('says what to do where nobody can be asked', async () => {
    const t = terminal(false)
    await expect(readPassphrase({ input: t.input, output: { write: () => {} }, prompt: '' })).rejects.toThrow(
      /passphraseFile/
    )
  })
})
