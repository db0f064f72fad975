import { useEffect, useRef, useState } from 'react'
import type { RpcKind, RpcProbe } from '../../../shared/domain/settings.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { valueAt } from './draft.ts'
import styles from './rpc-check.module.css'
import { expectedChain, probeVerdict, speedText, syncText } from './rpc-verdict.ts'
import { rpcTexts, texts } from './texts.ts'
import { useDesk } from './use-settings.ts'

const kinds = ['l1', 'l2', 'rollup'] as const
type Found = Record<RpcKind, RpcProbe[]>

/** Asks every node of the draft what it is, how far behind and how fast; `onChecked` is told whether one of each kind will do. */
export const RpcCheck = ({ onChecked }: { onChecked?: (good: boolean) => void }) => {
  const { bridge } = useEngine()
  const { draft } = useDesk()
  const [found, setFound] = useState<Found | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
      for (const kind of kinds) void bridge.invoke('settings.checkRpc', { kind, urls: [] })
    }
  }, [bridge])

  const run = async () => {
    setBusy(true)
    setFailed(null)
    const replies = await Promise.all(
      kinds.map((kind) => bridge.invoke('settings.checkRpc', { kind, urls: urlsOf(draft, kind) }))
    )
    if (!alive.current) return
    setBusy(false)
    const [l1, l2, rollup] = replies.map((reply) => (reply.ok ? reply.value : null))
    const refused = replies.find((reply) => !reply.ok)
    if (!l1 || !l2 || !rollup) return setFailed(refused && !refused.ok ? refused.error.message : texts.checkFailed)
    const next = { l1, l2, rollup }
    setFound(next)
    onChecked?.(kinds.every((kind) => next[kind].some((probe) => verdictOf(kind, probe) === 'ok')))
  }
  const verdictOf = (kind: RpcKind, probe: RpcProbe) => probeVerdict(probe, expectedChain(draft, kind), kind).tone

  return (
    <div className={styles.check}>
      <Button pending={busy} onPress={() => void run()}>
        {found === null ? texts.check : texts.checkAgain}
      </Button>
      <div aria-live="polite" className={styles.results}>
        {failed !== null && <p className={styles.failed}>{failed}</p>}
        {found !== null && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">Verdict</th>
                <th scope="col">Chain</th>
                <th scope="col">Newest block</th>
                <th scope="col">Answers in</th>
                <th scope="col">Also</th>
              </tr>
            </thead>
            <tbody>
              {kinds.flatMap((kind) =>
                found[kind].map((probe) => (
                  <Row key={`${kind} ${probe.url}`} kind={kind} probe={probe} chain={expectedChain(draft, kind)} />
                ))
              )}
            </tbody>
          </table>
        )}
      </div>
    </div>
  )
}

const urlsOf = (draft: unknown, kind: RpcKind): string[] => {
  const urls = valueAt(draft, `rpc.${kind}`)
  return Array.isArray(urls) ? (urls as string[]).filter((url) => url !== '') : []
}

const Row = ({ kind, probe, chain }: { kind: RpcKind; probe: RpcProbe; chain: number | null }) => {
  const { tone, text } = probeVerdict(probe, chain, kind)
  return (
    <tr>
      <th scope="row">
        <span className={styles.kind}>{rpcTexts[kind].label}</span>
        <span className={styles.url}>{probe.url}</span>
      </th>
      <td>
        <Badge tone={tone}>{tone === 'ok' ? 'good' : tone === 'warning' ? 'look at it' : 'will not do'}</Badge>
        {text !== '' && <span className={styles.why}>{text}</span>}
      </td>
      <td>{probe.chainId ?? '–'}</td>
      <td>{syncText(probe)}</td>
      <td>{probe.latencyMs === null ? '–' : `${probe.latencyMs} ms`}</td>
      <td>{speedText(kind, probe)}</td>
    </tr>
  )
}
