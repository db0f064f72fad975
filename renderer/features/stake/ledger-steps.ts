import type { Signing } from './flow.ts'

export type LedgerInstruction = { text: string; state: 'later' | 'current' | 'done' }

const prepareIt = 'Connect the Ledger, enter the PIN and open the Ethereum app.'
const allowIt = 'In its settings, Blind signing is enabled.'
const startIt = 'Press “Sign on the Ledger”. The review appears on the device.'
const compareIt = 'Go through the review and compare each line with those beside this.'
const approveIt = 'Same everywhere: approve it on the device. Anything else: reject it there.'

/** What to do with hands and eyes, in order, and where one is right now. `blind`: the device signs data that it cannot read. */
export function ledgerInstructions(signing: Signing, { blind }: { blind: boolean }): LedgerInstruction[] {
  const before = [prepareIt, ...(blind ? [allowIt] : []), startIt]
  const after = [compareIt, approveIt]
  const reviewing = signing.state === 'busy' && signing.step === 'reviewing'
  const sending = signing.state === 'busy' && signing.step === 'sending'
  const busy = signing.state === 'busy'
  return [
    ...before.map((text): LedgerInstruction => ({ text, state: reviewing || sending ? 'done' : 'current' })),
    ...after.map(
      (text): LedgerInstruction => ({ text, state: sending ? 'done' : busy && reviewing ? 'current' : 'later' })
    )
  ]
}
