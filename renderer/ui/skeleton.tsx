import styles from './skeleton.module.css'

/** Stands where text will be, in its size. Invisible to screen readers: the region says that it is loading. */
export const Skeleton = ({ width = 80, height = 14 }: { width?: number | string; height?: number | string }) => (
  <span className={styles.skeleton} style={{ width, height }} aria-hidden="true" />
)
