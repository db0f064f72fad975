import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { ManualClock } from '../../engine/runtime/manual-clock.ts'
import { createExchangeDesk, replyWithinMs } from './exchange-desk.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const never = new AbortController().signal

const deskWith = () => {
  const clock = new ManualClock()
  const desk = createExchangeDesk({ clock })
  const sent: string[] = []
  const answers: PromiseWithResolvers<Uint8Array>[] = []
  const exchange = (apdu: Uint8Array): Promise<Uint8Array> => {
    sent.push(Buffer.from(apdu).toString('hex'))
    const answer = Promise.withResolvers<Uint8Array>()
    answers.push(answer)
    return answer.promise
  }
  const ask = (n: number, apduHex = 'e006000000') => desk({ id: id(n), apduHex, exchange }, never)
  return { clock, desk, exchange, sent, answers, ask }
}

describe('createExchangeDesk', () => {
  it('gives the answer as hex', async () => {
    const { ask, answers, sent } = deskWith()
    const asked = ask(1)
    answers[0]?.resolve(Uint8Array.of(1, 0x90, 0))
    expect(await asked).toEqual({ answerHex: '019000' })
    expect(sent).toEqual(['e006000000'])
  })

  it('says that nothing was decided, in time for the window, and sends nothing twice', async () => {
    const { ask, answers, sent, clock } = deskWith()
    const first = ask(1)
    await clock.advance(replyWithinMs)
    expect(await first).toEqual({ answerHex: null })
    const second = ask(1)
    answers[0]?.resolve(Uint8Array.of(0x69, 0x85))
    expect(await second).toEqual({ answerHex: '6985' })
    expect(await ask(1)).toEqual({ answerHex: '6985' })
    expect(sent).toHaveLength(1)
  })

  it('passes on why there is no answer, to whoever asks', async () => {
    const { ask, answers } = deskWith()
    const asked = ask(1)
    answers[0]?.reject(new AppError({ code: 'PRACTICE_LEDGER_UNPLUGGED' }))
    await expect(asked).rejects.toMatchObject({ code: 'PRACTICE_LEDGER_UNPLUGGED' })
    await expect(ask(1)).rejects.toMatchObject({ code: 'PRACTICE_LEDGER_UNPLUGGED' })
  })

  it('keeps nobody waiting when the app ends', async () => {
    const { exchange, desk } = deskWith()
    const ending = new AbortController()
    const asked = desk({ id: id(1), apduHex: 'e006000000', exchange }, ending.signal)
    const outcome = expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    ending.abort()
    await outcome
  })

  it('remembers the newest only', async () => {
    const { ask, answers, sent } = deskWith()
    for (let n = 1; n <= 9; n++) {
      const asked = ask(n)
      answers.at(-1)?.resolve(Uint8Array.of(0x90, 0))
      await asked
    }
    void ask(2)
    expect(sent).toHaveLength(9)
    void ask(1)
    expect(sent).toHaveLength(10)
  })
})
