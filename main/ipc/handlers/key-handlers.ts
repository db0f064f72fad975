import type { KeyPreview, VaultView } from '../../../shared/domain/vault.ts'
import type { Parsed } from '../../../shared/ipc/contract.ts'
import type { Handlers } from '../serve.ts'

export type KeyInput = Parsed<'keys.preview'>
export type Confirmation = Parsed<'keys.forget'>['confirmation']

/** What the screens may do with the validator's key: see main/key-desk.ts. */
export type KeyControl = {
  preview(input: KeyInput, signal: AbortSignal): Promise<KeyPreview>
  store(which: Parsed<'keys.store'>, signal: AbortSignal): Promise<VaultView>
  exportKeystore(how: Parsed<'keys.exportKeystore'>, signal: AbortSignal): Promise<string>
  forget(how: Parsed<'keys.forget'>, signal: AbortSignal): Promise<VaultView>
}

export const keyHandlers = (
  keys: () => KeyControl
): Pick<Handlers, 'keys.preview' | 'keys.store' | 'keys.exportKeystore' | 'keys.forget'> => ({
  'keys.preview': (input, { signal }) => keys().preview(input, signal),
  'keys.store': (which, { signal }) => keys().store(which, signal),
  'keys.exportKeystore': (how, { signal }) => keys().exportKeystore(how, signal),
  'keys.forget': (how, { signal }) => keys().forget(how, signal)
})
