import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './missing.module.css'

type Props = { snapshot: EngineSnapshot | null; width?: number }

/** In the place of a value: still being read, or not to be had while the engine does not run. */
export const Missing = ({ snapshot, width = 100 }: Props) => {
  if (snapshot?.state === 'failed' || snapshot?.state === 'stopped') return <span className={styles.none}>–</span>
  return <Skeleton width={width} height={18} />
}
