import { lazy, Suspense, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Banner } from '../ui/notice.tsx'
import { useNowMs, useStoreState } from './engine-context.tsx'
import styles from './link-banner.module.css'
import { linkState } from './link-state.ts'
import { useHash } from './route.ts'
import type { StoreState } from './store.ts'
import { useVault } from './use-vault.ts'
import { vaultNeed } from './vault-need.ts'

const VaultUnlock = lazy(async () => ({
  default: (await import('../features/setup/keys/vault-unlock.tsx')).VaultUnlock
}))
const KeyForm = lazy(async () => ({ default: (await import('../features/setup/keys/key-form.tsx')).KeyForm }))

const texts = {
  unlock: {
    title: 'The vault is locked.',
    act: 'Unlock it',
    validator: 'The validator waits for its key.',
    other: 'What the settings take from it cannot be used.'
  },
  import: {
    title: 'There is no validator’s key yet.',
    act: 'Import it',
    validator: 'The validator starts when there is one.',
    other: ''
  },
  problem: {
    title: 'The vault does not open.',
    act: 'What to do',
    validator: 'The validator waits for its key.',
    other: 'What the settings take from it cannot be used.'
  }
} as const

const whole = (state: StoreState) => state

/** Says on every screen but the key's own that the vault is wanted, and opens it from there. Lies over the lower edge, so that nothing moves. */
export const VaultBanner = () => {
  const { vault } = useVault()
  const [open, setOpen] = useState(false)
  const link = linkState(useStoreState(whole), useNowMs())
  const need = vaultNeed(vault)
  const there = useHash().startsWith('#/settings/key')
  if (need === null || there || link === 'lost' || link === 'quiet') return null
  const { title, act, validator, other } = texts[need.kind]
  const close = () => setOpen(false)
  return (
    <div className={styles.place} role="status" data-over-end>
      <Banner tone="warning" title={title} action={<Button onPress={() => setOpen(true)}>{act}</Button>}>
        {need.validator ? validator : other}
      </Banner>
      <Dialog title={title} open={open} onClose={close} actions={<Button onPress={close}>Close</Button>}>
        <Suspense fallback={null}>
          {need.kind === 'import' ? <KeyForm onStored={close} /> : <VaultUnlock autoFocus />}
        </Suspense>
      </Dialog>
    </div>
  )
}
