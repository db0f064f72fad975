import { useState } from 'react'
import { alertCodes } from '../../../../shared/domain/alert.ts'
import { Button } from '../../../ui/button.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { valueAt } from '../draft.ts'
import { ChoiceSetting, NumberSetting, PartProblem, SwitchSetting, TextSetting } from '../fields.tsx'
import { ChannelUrlForm } from '../keys/channel-url-form.tsx'
import { useDesk } from '../use-settings.ts'
import { AlertTest } from './alert-test.tsx'
import { Group } from './group.tsx'
import styles from './section.module.css'

export const AlertsSection = () => {
  const { draft, set, mayChange } = useDesk()
  const quiet = valueAt(draft, 'alerts.quietHours') !== undefined
  const ping = valueAt(draft, 'alerts.ping') !== undefined
  return (
    <>
      <Group title="On this machine">
        <SwitchSetting path="alerts.notifications" label="Notifications of the system" fallback={true} />
        <SwitchSetting path="alerts.tray" label="State in the tray" fallback={true} />
        <Switch
          label="Quiet hours"
          hint="Local time. Critical alerts ignore them."
          on={quiet}
          disabled={!mayChange}
          onChange={(on) => set('alerts.quietHours', on ? { from: '22:00', to: '07:00' } : undefined)}
        />
        {quiet && (
          <div className={styles.columns}>
            <TextSetting path="alerts.quietHours.from" label="From" />
            <TextSetting path="alerts.quietHours.to" label="To" />
          </div>
        )}
      </Group>
      <Webhooks />
      <Group title="Dead-man ping">
        <Switch
          label="Ping a watching service"
          hint="It is asked for while the validator lives. When the pings stop, the service tells you."
          on={ping}
          disabled={!mayChange}
          onChange={(on) => set('alerts.ping', on ? { url: 'https://' } : undefined)}
        />
        {ping && (
          <div className={styles.columns}>
            <PartProblem path="alerts.ping" />
            <AddressFields path="alerts.ping" name="ping" />
            <NumberSetting path="alerts.ping.everyMinutes" label="Every" unit="min" hint="5 when empty" />
          </div>
        )}
      </Group>
      <Group title="Thresholds and repeats">
        <div className={styles.columns}>
          <NumberSetting
            path="alerts.thresholds.lowEth"
            label="Warn below"
            unit="ETH"
            hint="Besides what the next submission needs"
          />
          <NumberSetting path="alerts.thresholds.stoppedMinutes" label="Stopped for" unit="min" hint="10 when empty" />
          <NumberSetting path="alerts.thresholds.asleepMinutes" label="Asleep for" unit="min" hint="5 when empty" />
          <NumberSetting
            path="alerts.thresholds.stalledMinutes"
            label="No news for"
            unit="min"
            hint="Then the ping stops; 5 when empty"
          />
          <NumberSetting
            path="alerts.repeat.criticalHours"
            label="Critical, again after"
            unit="h"
            hint="6 when empty"
          />
          <NumberSetting path="alerts.repeat.warningHours" label="Warning, again after" unit="h" hint="24 when empty" />
        </div>
      </Group>
      <Mutes />
    </>
  )
}

/** Also a step of the first start, where there is no bar to save with: `canSave` puts a button for it here. */
export const Webhooks = ({ canSave = false }: { canSave?: boolean }) => {
  const { draft, set, mayChange, dirty } = useDesk()
  const hooks = (valueAt(draft, 'alerts.webhooks') ?? []) as { name?: string; format?: string }[]
  const put = (next: unknown[]) => set('alerts.webhooks', next.length === 0 ? undefined : next)
  return (
    <Group title="Messages elsewhere">
      <PartProblem path="alerts.webhooks" />
      {hooks.length === 0 && (
        <p className={styles.text}>None yet. With one, jail and challenges reach you away from this machine.</p>
      )}
      {hooks.map((hook, i) => {
        const path = `alerts.webhooks.${i}`
        return (
          <div key={path} className={styles.item}>
            <PartProblem path={path} />
            <div className={styles.columns}>
              <TextSetting path={`${path}.name`} label="Name" hint="Small letters, digits and hyphens" />
              <ChoiceSetting
                path={`${path}.format`}
                label="Kind"
                options={[
                  { value: 'json', text: 'JSON' },
                  { value: 'discord', text: 'Discord' },
                  { value: 'telegram', text: 'Telegram' },
                  { value: 'ntfy', text: 'ntfy' }
                ]}
                fallback="json"
              />
              <AddressFields path={path} name={hook.name ?? 'receiver'} />
              {hook.format === 'telegram' && <TextSetting path={`${path}.chatId`} label="Chat" hint="Id of the chat" />}
              <ChoiceSetting
                path={`${path}.least`}
                label="From"
                options={[
                  { value: 'notice', text: 'Notice' },
                  { value: 'warning', text: 'Warning' },
                  { value: 'critical', text: 'Critical' }
                ]}
                fallback="notice"
              />
            </div>
            <div className={styles.row}>
              <AlertTest channel={`webhook:${hook.name ?? ''}`} saved={!dirty} />
              <Button kind="quiet" disabled={!mayChange} onPress={() => put(hooks.filter((_, at) => at !== i))}>
                {`Remove ${hook.name ?? 'this one'}`}
              </Button>
            </div>
          </div>
        )
      })}
      <div className={styles.row}>
        <Button
          disabled={!mayChange || hooks.length >= 5}
          onPress={() => put([...hooks, { name: freeName(hooks.map(({ name }) => name)), url: 'https://' }])}
        >
          Add a receiver
        </Button>
        {canSave && hooks.length > 0 && <SaveNow />}
      </div>
    </Group>
  )
}

const SaveNow = () => {
  const { dirty, checking, check, apply } = useDesk()
  const [refused, setRefused] = useState<string | null>(null)
  const save = async () => setRefused((await apply(false))?.message ?? null)
  return (
    <>
      <Button disabled={!dirty || checking || check.problems.length > 0} onPress={() => void save()}>
        Save
      </Button>
      <p role="status" className={styles.bad}>
        {refused}
      </p>
    </>
  )
}

const freeName = (taken: readonly (string | undefined)[]): string =>
  ['phone', 'home', 'team', 'other', 'last'].find((name) => !taken.includes(name)) ?? 'receiver'

type Place = 'url' | 'secret' | 'urlVariable'
const addressPlaces = [
  { value: 'url', text: 'Settings' },
  { value: 'secret', text: 'Vault' },
  { value: 'urlVariable', text: 'Variable' }
] as const

/** Where the address comes from; it is a secret. */
const AddressFields = ({ path, name }: { path: string; name: string }) => {
  const { draft, set } = useDesk()
  const now = valueAt(draft, path) as Record<string, unknown>
  const place: Place = now.secret !== undefined ? 'secret' : now.urlVariable !== undefined ? 'urlVariable' : 'url'
  const move = (next: Place) => {
    const { url: _, secret: __, urlVariable: ___, ...rest } = now
    const fresh = { url: 'https://', secret: `channel-${name}`, urlVariable: 'ALERT_URL' }
    set(path, { ...rest, [next]: fresh[next] })
  }
  return (
    <>
      <div>
        <p className={styles.label} aria-hidden="true">
          Address kept in
        </p>
        <Segmented label="Address kept in" value={place} options={addressPlaces} onChange={move} />
      </div>
      {place === 'url' && (
        <TextSetting path={`${path}.url`} label="Address" hint="A secret: shown as its origin once it is saved" mono />
      )}
      {place === 'urlVariable' && <TextSetting path={`${path}.urlVariable`} label="Name of the variable" mono />}
      {place === 'secret' && (
        <ChannelUrlForm key={String(now.secret)} name={String(now.secret) as `channel-${string}`} />
      )}
    </>
  )
}

const Mutes = () => {
  const { draft, set, mayChange } = useDesk()
  const muted = (valueAt(draft, 'alerts.mute') ?? []) as string[]
  const toggle = (code: string, told: boolean) => {
    const next = told ? muted.filter((one) => one !== code) : [...muted, code]
    set('alerts.mute', next.length === 0 ? undefined : next)
  }
  return (
    <Group title="What is told">
      <p className={styles.text}>What is switched off is shown in the app and told nowhere else.</p>
      <div className={styles.checks}>
        {alertCodes.map((code) => (
          <Switch
            key={code}
            label={nameOf(code)}
            on={!muted.includes(code)}
            disabled={!mayChange}
            onChange={(on) => toggle(code, on)}
          />
        ))}
      </div>
    </Group>
  )
}

const kept = new Set(['eth', 'rpc', 'ec2', 'tx'])

/** `LOW_ETH` is “Low ETH”. */
const nameOf = (code: string): string => {
  const words = code
    .toLowerCase()
    .split('_')
    .map((word) => (kept.has(word) ? word.toUpperCase() : word))
  const [first = '', ...rest] = words
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest].join(' ')
}
