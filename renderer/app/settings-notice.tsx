import { useEffect, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Banner } from '../ui/notice.tsx'
import { useEngine } from './engine-context.tsx'
import styles from './link-banner.module.css'

type Notice = { code: string; message: string }

/** Says on every screen, until it is read, that the settings in use are not those of the file. */
export const SettingsNotice = () => {
  const { bridge, store } = useEngine()
  const [notice, setNotice] = useState<Notice | null>(null)
  const [read, setRead] = useState(false)
  useEffect(() => {
    let gone = false
    const load = async () => {
      const reply = await bridge.invoke('settings.get', undefined)
      if (!gone && reply.ok) setNotice(reply.value.notice)
    }
    const off = store.onResync(() => void load())
    void load()
    return () => {
      gone = true
      off()
    }
  }, [bridge, store])
  if (notice === null || read) return null
  return (
    <div className={styles.place} role="alert">
      <Banner
        tone="critical"
        title="The settings file is damaged."
        action={<Button onPress={() => setRead(true)}>I have read it</Button>}
      >
        {notice.message} <a href="#/settings">Look through the settings</a>
      </Banner>
    </div>
  )
}
