import { useEffect, useState } from 'react'
import type { UpdateState } from '../../../../shared/domain/update.ts'
import { useEngine } from '../../../app/engine-context.tsx'
import { updateLine } from '../../../app/update-text.ts'
import { Button } from '../../../ui/button.tsx'
import styles from './section.module.css'

/** How far an update is, and a look for one now. Each later step is offered by the banner. */
export const UpdateLine = () => {
  const { bridge } = useEngine()
  const [state, setState] = useState<UpdateState | null>(null)
  useEffect(() => {
    let gone = false
    const off = bridge.subscribe('update.state', setState)
    void bridge.invoke('updates.state', undefined).then((reply) => {
      if (!gone && reply.ok) setState(reply.value)
    })
    return () => {
      gone = true
      off()
    }
  }, [bridge])
  const look = async () => {
    const reply = await bridge.invoke('updates.check', undefined)
    if (reply.ok) setState(reply.value)
  }
  const free = state?.kind === 'failed' || (state?.kind === 'idle' && state.refusal === null)
  return (
    <div className={styles.line}>
      <Button disabled={!free} pending={state?.kind === 'checking'} onPress={() => void look()}>
        Look now
      </Button>
      <p role="status">{state && updateLine(state)}</p>
    </div>
  )
}
