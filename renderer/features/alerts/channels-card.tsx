import { useState } from 'react'
import type { AlertsOverview, ChannelReceipt, ChannelView } from '../../../shared/domain/alert.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { SettingsLink } from '../../app/settings-link.tsx'
import { formatRelative } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './channels-card.module.css'
import { channelName, texts } from './texts.ts'

type OnTest = (channel: string) => Promise<ChannelReceipt>

/** How the operator is told, whether it works, and when it is quiet. */
export const ChannelsCard = ({ overview, onTest }: { overview: AlertsOverview | null; onTest: OnTest }) => (
  <Card title={texts.channels} className={styles.card}>
    {overview === null && <Skeleton width="80%" height={40} />}
    <ul>
      {overview?.channels.map((channel) => (
        <Channel key={channel.name} channel={channel} onTest={onTest} />
      ))}
    </ul>
    {overview && (
      <div className={styles.notes}>
        {!overview.channels.some(({ kind }) => kind === 'webhook' || kind === 'ping') && <p>{texts.noRemote}</p>}
        <p>
          {quietText(overview)} {overview.quiet && <Badge tone="notice">quiet now</Badge>}
        </p>
        <p>
          <SettingsLink>{texts.channelsWhy}</SettingsLink>
        </p>
      </div>
    )}
  </Card>
)

const Channel = ({ channel, onTest }: { channel: ChannelView; onTest: OnTest }) => {
  const [busy, setBusy] = useState(false)
  const [tested, setTested] = useState<ChannelReceipt | null>(null)
  const test = async () => {
    setBusy(true)
    setTested(await onTest(channel.name))
    setBusy(false)
  }
  const name = channelName(channel)
  return (
    <li className={styles.channel}>
      <div className={styles.head}>
        <div className={styles.words}>
          <p className={styles.name}>
            {name} {channel.waiting > 0 && <Badge tone="warning">{channel.waiting} waiting</Badge>}
          </p>
          {channel.target !== null && <p className={styles.target}>{channel.target}</p>}
        </div>
        <Button pending={busy} label={`${texts.test} ${name}`} onPress={() => void test()}>
          {texts.test}
        </Button>
      </div>
      <p className={styles.receipt} aria-live="polite">
        <Receipt receipt={tested ?? channel.last} tested={tested !== null} />
      </p>
    </li>
  )
}

const Receipt = ({ receipt, tested }: { receipt: ChannelReceipt | null; tested: boolean }) => {
  const nowMs = useNowMs()
  if (receipt === null) return <span>Nothing sent yet.</span>
  return (
    <>
      <span className={styles.sign} data-ok={receipt.ok}>
        <Icon name={receipt.ok ? 'ok' : 'close'} size={14} />
      </span>
      <span>
        {tested ? 'Test: ' : ''}
        {receipt.detail} <span className={styles.when}>{formatRelative(receipt.atMs / 1000, nowMs / 1000)}</span>
      </span>
    </>
  )
}

const quietText = ({ quietHours }: AlertsOverview): string =>
  quietHours === null
    ? texts.noQuietHours
    : `Quiet hours from ${quietHours.from} to ${quietHours.to}; critical alerts are told all the same.`
