import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { VaultView } from '../../../../shared/domain/vault.ts'
import { type Engine, EngineContext } from '../../../app/engine-context.tsx'
import { createStore } from '../../../app/store.ts'
import { ticker } from '../../../app/ticker.ts'
import { fixtureBridge } from '../../../dev/fixture.ts'
import { KeyInput } from './key-input.tsx'
import { KeyKeep } from './key-keep.tsx'
import { isGood } from './new-passphrase.tsx'
import { confirmationOf } from './operator-confirm.tsx'
import { texts } from './texts.ts'
import { UnlockForm } from './vault-unlock.tsx'

const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const other = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const open: VaultView = {
  ...{ state: 'open', kind: 'passphrase', problem: null, names: [], wanted: [], account: null, waitUntilMs: 0 }
}

const render = (content: React.ReactNode): string => {
  const bridge = fixtureBridge('waiting', { nowMs: () => 0 })
  const engine: Engine = { bridge, store: createStore(bridge, { nowMs: () => 0, after: () => () => {} }) }
  const html = renderToString(<EngineContext value={engine}>{content}</EngineContext>)
  engine.store.stop()
  return html.replaceAll('<!-- -->', '')
}
const unlock = (over: Partial<VaultView>): string =>
  render(<UnlockForm vault={{ ...open, ...over }} accept={() => {}} />)

describe('the vault on screen', () => {
  it('asks for what opens it here', () => {
    expect(render(<UnlockForm vault={null} accept={() => {}} />)).toContain(texts.loading)
    expect(unlock({ state: 'opening' })).toContain(texts.opening)
    expect(unlock({})).toContain(texts.open)
    expect(unlock({ kind: 'keychain' })).toContain(texts.openKeychain)
    expect(unlock({ state: 'none' })).toContain(texts.chooseOnce)
    const locked = unlock({ state: 'locked' })
    for (const text of [texts.passphrase, texts.forgotten, 'type="password"']) expect(locked).toContain(text)
  })

  it('says what is wrong, with another try where that may help', () => {
    const damaged = unlock({ state: 'locked', problem: { code: 'VAULT_DAMAGED', message: 'It is damaged.' } })
    expect(damaged).toContain('It is damaged.')
    expect(damaged).not.toContain(texts.tryAgain)
    const chain = unlock({ state: 'locked', problem: { code: 'VAULT_KEYCHAIN_FAILED', message: 'Unlock it.' } })
    expect(chain).toContain(texts.tryAgain)
  })

  it('tells how long the next try waits', () => {
    const html = unlock({ state: 'locked', waitUntilMs: ticker.getNowMs() + 15_400 })
    expect(html).toMatch(/The next try in 1[56] s/)
  })
})

describe('a key on screen', () => {
  it('is typed unseen, in the shape that its owner has', () => {
    const html = render(<KeyInput onRead={() => {}} />)
    for (const text of Object.values(texts.kinds)) expect(html).toContain(text)
    expect(html).toContain('type="password"')
    expect(html).toContain('autoComplete="off"')
  })

  it('shows whose it is before it is kept, and asks before it takes another one’s place', () => {
    const keep = (replaces: `0x${string}` | null, kind: VaultView['kind'] = 'passphrase'): string =>
      render(<KeyKeep preview={{ id: 'x', account, replaces }} kind={kind} onBack={() => {}} onKept={() => {}} />)
    expect(keep(null)).toContain(account)
    expect(keep(null)).not.toContain(texts.passphrase)
    expect(keep(account)).toContain(texts.known)
    for (const text of [other, texts.replacesHint, texts.passphrase, texts.replace]) expect(keep(other)).toContain(text)
    expect(keep(other, 'keychain')).not.toContain(texts.passphrase)
  })

  it('is confirmed in full or not at all', () => {
    expect(confirmationOf({ confirmed: false, passphrase: 'x' }, 'passphrase')).toBeNull()
    expect(confirmationOf({ confirmed: true, passphrase: '' }, 'passphrase')).toBeNull()
    expect(confirmationOf({ confirmed: true, passphrase: 'x' }, 'passphrase')).toEqual({
      confirmed: true,
      passphrase: 'x'
    })
    expect(confirmationOf({ confirmed: true, passphrase: 'x' }, 'keychain')).toEqual({
      confirmed: true,
      passphrase: null
    })
  })

  it('takes a passphrase that is long enough and typed twice', () => {
    expect(isGood({ first: 'sevenly', second: 'sevenly' })).toBe(false)
    expect(isGood({ first: 'eight ok', second: 'eight oK' })).toBe(false)
    expect(isGood({ first: 'eight ok', second: 'eight ok' })).toBe(true)
  })
})
