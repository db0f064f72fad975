import { describe, expect, it } from 'vitest'
import { handledDouble, practiceLedgerDouble } from '../../dev/practice-ledger-double.ts'
import { handlesOf } from './handles.ts'

describe('handlesOf', () => {
  it('offers for each part of the device what would change it, and back again', () => {
    const usual = practiceLedgerDouble()
    for (const { name, action, usual: isUsual } of handlesOf(usual)) {
      expect(isUsual).toBe(true)
      const changed = handlesOf(handledDouble(usual, action)).find((handle) => handle.name === name)
      expect(changed).toMatchObject({ usual: false })
      const back = handledDouble(handledDouble(usual, action), changed?.action ?? 'approve')
      expect(handlesOf(back)).toEqual(handlesOf(usual))
    }
  })
})
