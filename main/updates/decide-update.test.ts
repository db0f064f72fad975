import { describe, expect, it } from 'vitest'
import { decideUpdate, type UpdateFacts } from './decide-update.ts'

const free: UpdateFacts = {
  wanted: true,
  feedUrl: 'https://updates.example/',
  installed: true,
  signatureChecked: true,
  needed: null,
  pendingTransactions: 0
}

describe('decideUpdate', () => {
  it.each<[string, Partial<UpdateFacts>, ReturnType<typeof decideUpdate>[]]>([
    ['nothing speaks against it', {}, [null, null, null]],
    ['it is not wanted', { wanted: false }, ['OFF', 'OFF', 'OFF']],
    ['no feed is named', { feedUrl: null }, ['NO_FEED', 'NO_FEED', 'NO_FEED']],
    ['the app runs from sources', { installed: false }, ['NOT_INSTALLED', 'NOT_INSTALLED', 'NOT_INSTALLED']],
    ['nobody checks signatures', { signatureChecked: false }, [null, 'UNSIGNED', 'UNSIGNED']],
    ['a dispute is open', { needed: 'dispute', pendingTransactions: 1 }, [null, null, 'DISPUTE_OPEN']],
    ['a transaction is under way', { needed: 'round', pendingTransactions: 1 }, [null, null, 'TRANSACTION_PENDING']],
    ['a round is near', { needed: 'round' }, [null, null, 'ROUND_NEAR']]
  ])('%s', (_, changes, verdicts) => {
    const facts = { ...free, ...changes }
    expect((['check', 'download', 'install'] as const).map((step) => decideUpdate(step, facts))).toEqual(verdicts)
  })
})
