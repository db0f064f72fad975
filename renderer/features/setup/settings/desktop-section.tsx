import { useEffect, useState } from 'react'
import type { Preferences } from '../../../../shared/config/preferences.ts'
import type { HostAbilities, HostAbility } from '../../../../shared/domain/host.ts'
import { useEngine } from '../../../app/engine-context.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useDesk } from '../use-settings.ts'
import { Group } from './group.tsx'
import styles from './section.module.css'
import { texts } from './texts.ts'
import { UpdateLine } from './update-line.tsx'

type Host = keyof Preferences['host']

const switches: readonly { name: Host; label: string; hint: string; needs: HostAbility }[] = [
  {
    name: 'autostart',
    label: 'Start with the system',
    hint: 'A validator that is off misses its rounds.',
    needs: 'autostart'
  },
  { name: 'startHidden', label: 'Start hidden', hint: 'In the tray, without a window.', needs: 'tray' },
  {
    name: 'closeToTray',
    label: 'Keep running when the window is closed',
    hint: 'In the tray, where there is one.',
    needs: 'tray'
  },
  {
    name: 'keepAwake',
    label: 'Keep the machine awake when it matters',
    hint: 'While a dispute of yours is open or your round is near.',
    needs: 'keepAwake'
  }
]

/** What belongs to this installation; applied at once, by itself. */
export const DesktopSection = () => {
  const { view, setPreferences } = useDesk()
  const { preferences } = view
  const inBrowser = useInBrowser()
  const abilities = useAbilities()
  const [problem, setProblem] = useState<string | null>(null)
  const [feed, setFeed] = useState(preferences.updates.feedUrl ?? '')
  const put = async (next: Preferences) => {
    const failure = await setPreferences(next)
    setProblem(failure?.message ?? null)
  }
  const updates = (over: Partial<Preferences['updates']>) =>
    void put({ ...preferences, updates: { ...preferences.updates, ...over } })
  const putFeed = (text: string) => {
    setFeed(text)
    const { feedUrl: _, ...rest } = preferences.updates
    void put({ ...preferences, updates: text === '' ? rest : { ...rest, feedUrl: text } })
  }
  return (
    <>
      <p className={styles.lead}>{inBrowser ? texts.notHere : texts.preferencesNow}</p>
      <Group title="This machine">
        {switches.map(({ name, label, hint, needs }) => (
          <Switch
            key={name}
            label={label}
            hint={abilities?.[needs] ?? hint}
            on={preferences.host[name]}
            onChange={(on) => void put({ ...preferences, host: { ...preferences.host, [name]: on } })}
          />
        ))}
      </Group>
      <Group title="Updates">
        <Switch
          label="Look for updates"
          hint="Never installed without being asked, and never in the middle of a dispute."
          on={preferences.updates.check}
          onChange={(check) => updates({ check })}
        />
        <TextField
          label="Where from"
          hint="https:// only; without it nothing is looked for"
          mono
          value={feed}
          problem={problem}
          onChange={putFeed}
        />
        <UpdateLine />
      </Group>
    </>
  )
}

/** What this host can do; null until it is known. */
const useAbilities = (): HostAbilities | null => {
  const { bridge } = useEngine()
  const [abilities, setAbilities] = useState<HostAbilities | null>(null)
  useEffect(() => {
    let gone = false
    void bridge.invoke('host.view', undefined).then((reply) => {
      if (!gone && reply.ok) setAbilities(reply.value.abilities)
    })
    return () => {
      gone = true
    }
  }, [bridge])
  return abilities
}

/** Whether this page is in a browser, where there is no tray and no window of the app's own. */
const useInBrowser = (): boolean => {
  const { bridge } = useEngine()
  const [inBrowser, setInBrowser] = useState(false)
  useEffect(() => {
    let gone = false
    void bridge.invoke('app.info', undefined).then((reply) => {
      if (!gone && reply.ok) setInBrowser(reply.value.shell === 'browser')
    })
    return () => {
      gone = true
    }
  }, [bridge])
  return inBrowser
}
