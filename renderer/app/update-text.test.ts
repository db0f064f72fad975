import { describe, expect, it } from 'vitest'
import type { UpdateState } from '../../shared/domain/update.ts'
import { updateLine, updateText } from './update-text.ts'

const version = '0.2.0'

describe('updateText', () => {
  it.each<[UpdateState, string | null, string | null]>([
    [{ kind: 'idle', checkedAtMs: null, refusal: 'OFF' }, null, null],
    [{ kind: 'checking' }, null, null],
    [{ kind: 'available', version, refusal: null }, 'Version 0.2.0 is available.', 'updates.download'],
    [{ kind: 'available', version, refusal: 'UNSIGNED' }, 'Version 0.2.0 is available.', null],
    [{ kind: 'downloading', version, percent: 41 }, 'Fetching version 0.2.0:', null],
    [{ kind: 'ready', version, refusal: null }, 'Version 0.2.0 is ready.', 'updates.install'],
    [{ kind: 'ready', version, refusal: 'DISPUTE_OPEN' }, 'Version 0.2.0 is ready.', null],
    [{ kind: 'installing', version }, 'Version 0.2.0 is being installed.', null],
    [{ kind: 'failed', message: 'no answer' }, 'The update failed.', 'updates.check']
  ])('%o', (state, title, command) => {
    const text = updateText(state)
    expect(text?.title ?? null).toBe(title)
    expect(text?.act?.command ?? null).toBe(command)
  })

  it('says why the app must not restart now', () => {
    expect(updateText({ kind: 'ready', version, refusal: 'TRANSACTION_PENDING' })?.text).toContain(
      'a transaction is under way'
    )
    expect(updateText({ kind: 'downloading', version, percent: 41 })?.text).toBe('41 %')
    expect(updateText({ kind: 'failed', message: 'no answer' })?.text).toBe('no answer')
  })
})

describe('updateLine', () => {
  it.each<[UpdateState, RegExp]>([
    [{ kind: 'idle', checkedAtMs: null, refusal: 'OFF' }, /switched off/],
    [{ kind: 'idle', checkedAtMs: null, refusal: null }, /Not looked for yet/],
    [{ kind: 'idle', checkedAtMs: 0, refusal: null }, /Nothing new at \d\d:\d\d:\d\d/],
    [{ kind: 'checking' }, /Looking/],
    [{ kind: 'ready', version, refusal: 'ROUND_NEAR' }, /0\.2\.0 is ready\. It waits/]
  ])('%o', (state, words) => expect(updateLine(state)).toMatch(words))
})
