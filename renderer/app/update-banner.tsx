import { useEffect, useState } from 'react'
import type { UpdateState } from '../../shared/domain/update.ts'
import { Button } from '../ui/button.tsx'
import { Banner } from '../ui/notice.tsx'
import { useEngine } from './engine-context.tsx'
import styles from './link-banner.module.css'
import { updateText } from './update-text.ts'

/** Tells of a new version, and takes each step when the operator says so. Lies over the lower edge, so that nothing moves. */
export const UpdateBanner = () => {
  const { bridge, store } = useEngine()
  const [state, setState] = useState<UpdateState | null>(null)
  const [later, setLater] = useState<UpdateState['kind'] | null>(null)
  useEffect(() => {
    let gone = false
    const load = async () => {
      const reply = await bridge.invoke('updates.state', undefined)
      if (!gone && reply.ok) setState(reply.value)
    }
    const offs = [bridge.subscribe('update.state', setState), store.onResync(() => void load())]
    void load()
    return () => {
      gone = true
      for (const off of offs) off()
    }
  }, [bridge, store])
  const text = state && updateText(state)
  if (!text || later === state?.kind) return null
  const { act } = text
  const take = async () => {
    if (act === null) return
    const reply = await bridge.invoke(act.command, undefined)
    if (reply.ok) setState(reply.value)
  }
  const action = (
    <span className={styles.actions}>
      {act && <Button onPress={() => void take()}>{act.name}</Button>}
      <Button kind="quiet" onPress={() => setLater(state?.kind ?? null)}>
        Later
      </Button>
    </span>
  )
  return (
    <div className={styles.place} role="status">
      <Banner tone={text.tone} title={text.title} action={action}>
        {text.text}
      </Banner>
    </div>
  )
}
