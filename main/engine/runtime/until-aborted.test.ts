import { expect, it } from 'vitest'
import { untilAborted } from './until-aborted.ts'

it('waits for a signal, and not for one that has fired', async () => {
  const life = new AbortController()
  let over = false
  const waiting = untilAborted(life.signal).then(() => (over = true))
  await Promise.resolve()
  expect(over).toBe(false)
  life.abort()
  await waiting
  await untilAborted(life.signal)
  expect(over).toBe(true)
})
