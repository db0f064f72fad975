import { describe, expect, it } from 'vitest'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { firstRoute } from './first-start.ts'

const bridge = (answer: () => Promise<unknown>): Bridge => ({ invoke: answer }) as unknown as Bridge
const view = (onboarded: boolean, fixedBy: string | null = null) =>
  bridge(async () => ({ ok: true, value: { preferences: { onboarded }, fixedBy } }))
const never = () => new Promise<void>(() => {})

describe('where the app opens', () => {
  it('is the first start until somebody was through it', async () => {
    expect(await firstRoute(view(false), '', never)).toBe('#/welcome')
    expect(await firstRoute(view(false), '#/', never)).toBe('#/welcome')
    expect(await firstRoute(view(true), '', never)).toBe('')
  })

  it('is the Overview where a file decides, and what the address says otherwise', async () => {
    expect(await firstRoute(view(false, '/etc/kroma.json'), '', never)).toBe('')
    expect(await firstRoute(view(false), '#/stake', never)).toBe('#/stake')
  })

  it('does not wait for an app that does not answer', async () => {
    expect(
      await firstRoute(
        bridge(() => new Promise(() => {})),
        '',
        async () => {}
      )
    ).toBe('')
    expect(
      await firstRoute(
        bridge(() => Promise.reject(new Error('closed'))),
        '',
        never
      )
    ).toBe('')
    expect(
      await firstRoute(
        bridge(async () => ({ ok: false, error: {} })),
        '',
        never
      )
    ).toBe('')
  })
})
