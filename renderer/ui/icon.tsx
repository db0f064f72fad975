import styles from './icon.module.css'

const paths = {
  overview: 'M3 10.5 10 4l7 6.5V16a1 1 0 0 1-1 1h-4v-4.5H8V17H4a1 1 0 0 1-1-1z',
  outputs: 'M3.5 5h13M3.5 10h13M3.5 15h8M15 13v4m-2-2h4',
  challenges: 'M10 3.2v13.2M6 16.6h8M4.2 5.6h11.6M4.2 5.6 1.9 11h4.6zM15.8 5.6 13.5 11h4.6z',
  stake:
    'M10 3.5c3.6 0 6.5 1.2 6.5 2.7S13.6 8.9 10 8.9 3.5 7.7 3.5 6.2 6.4 3.5 10 3.5zM3.5 6.2v3.9c0 1.5 2.9 2.7 6.5 2.7s6.5-1.2 6.5-2.7V6.2M3.5 10.1V14c0 1.5 2.9 2.7 6.5 2.7s6.5-1.2 6.5-2.7v-3.9',
  practice: 'M7.5 3.5v5L3.6 15a1.3 1.3 0 0 0 1.1 2h10.6a1.3 1.3 0 0 0 1.1-2l-3.9-6.5v-5M6.3 3.5h7.4M5.6 12.2h8.8',
  prover: 'M6 6h8v8H6zM8.5 3v3m3-3v3m-3 8v3m3-3v3M3 8.5h3m-3 3h3m8-3h3m-3 3h3',
  alerts:
    'M10 3.2a4.8 4.8 0 0 0-4.8 4.8c0 4-1.7 5.3-1.7 5.3h13s-1.7-1.3-1.7-5.3A4.8 4.8 0 0 0 10 3.2zM8.4 16a1.8 1.8 0 0 0 3.2 0',
  money: 'M3 16.5h14M4.5 13.5V10m3.7 3.5V6.5m3.7 7V8.8m3.6 4.7V3.5',
  doctor:
    'M7 3.5H5.5v4.2a3.6 3.6 0 0 0 7.2 0V3.5h-1.5M9.1 11.3v1.6a3.3 3.3 0 0 0 6.6 0v-1.4M15.7 8.3a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z',
  logs: 'M5 3.5h7l3 3v10H5zM7.5 9h5m-5 2.5h5m-5 2.5h3',
  settings:
    'M3.5 6h6m4 0h3M3.5 14h3m4 0h6M11.5 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM8.5 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  ok: 'M4.5 10.5 8.2 14l7.3-8',
  notice: 'M10 9v5m0-8v.4',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.6m0 2.1v.3',
  critical: 'M10 5.5v5.6m0 2.9v.4',
  copy: 'M7 7V4.5A1 1 0 0 1 8 3.5h7.5a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H13M4.5 7H12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H4.5a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1z',
  pause: 'M7 4.5v11m6-11v11',
  play: 'M6.5 4.5v11l9-5.5z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 2v1.6m0 12.8V18M2 10h1.6m12.8 0H18M4.3 4.3l1.2 1.2m9 9 1.2 1.2m0-11.4-1.2 1.2m-9 9-1.2 1.2',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3z',
  system: 'M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3',
  up: 'M5.5 12 10 7.5l4.5 4.5',
  down: 'M5.5 8 10 12.5 14.5 8',
  right: 'M8 5.5 12.5 10 8 14.5',
  close: 'M5.5 5.5l9 9m0-9-9 9',
  lost: 'M3 8.5a10 10 0 0 1 14 0M5.7 11.4a6 6 0 0 1 8.6 0M10 15v.3M3.5 3.5l13 13',
  waiting: 'M10 4.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6zM10 7v3.2l2.2 1.4'
} as const

export type IconName = keyof typeof paths

/** Decoration only: the words beside it say the same. */
export const Icon = ({ name, size = 18 }: { name: IconName; size?: number }) => (
  <svg className={styles.icon} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
)
