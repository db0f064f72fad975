import { useState } from 'react'
import { useEngine } from '../../../app/engine-context.tsx'
import { Button } from '../../../ui/button.tsx'
import styles from './section.module.css'

/** Sends a test message through a channel that is saved, and says what came of it. */
export const AlertTest = ({ channel, saved }: { channel: string; saved: boolean }) => {
  const { bridge } = useEngine()
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null)
  const run = async () => {
    setBusy(true)
    const reply = await bridge.invoke('alerts.test', { channel })
    setBusy(false)
    setSaid(reply.ok ? { ok: reply.value.ok, text: reply.value.detail } : { ok: false, text: reply.error.message })
  }
  return (
    <>
      <Button pending={busy} disabled={!saved} onPress={() => void run()}>
        Send a test
      </Button>
      <p role="status" className={said?.ok === false ? styles.bad : styles.text}>
        {saved ? (said?.text ?? '') : 'Save first, then send a test.'}
      </p>
    </>
  )
}
