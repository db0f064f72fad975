import { type GateView, gateNames } from '../../../shared/domain/health.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import styles from './gate-list.module.css'
import { gateTexts } from './texts.ts'

const icons: Record<GateView['state'], IconName | null> = {
  waiting: null,
  checking: 'waiting',
  passed: 'ok',
  failed: 'close'
}
const words: Record<GateView['state'], string> = {
  waiting: 'waiting',
  checking: 'checking…',
  passed: 'passed',
  failed: 'failed'
}

/** What must hold before the engine may run, in order; the one that failed says why and what to do. */
export const GateList = ({ snapshot }: { snapshot: EngineSnapshot }) => (
  <ol className={styles.list}>
    {gatesOf(snapshot).map((gate) => (
      <li key={gate.name} className={styles.gate} data-state={gate.state}>
        <span className={styles.sign}>
          {icons[gate.state] && <Icon name={icons[gate.state] ?? 'waiting'} size={14} />}
        </span>
        <span className={styles.title}>{gateTexts[gate.name].title}</span>
        <span className={styles.word}>{words[gate.state]}</span>
        {gate.state !== 'passed' && gate.message !== null && <p className={styles.message}>{gate.message}</p>}
      </li>
    ))}
  </ol>
)

/** Before the engine has begun, all of them wait. */
const gatesOf = ({ gates }: EngineSnapshot): readonly GateView[] =>
  gates.length > 0 ? gates : gateNames.map((name) => ({ name, state: 'waiting', code: null, message: null }))
