import type { ComponentType } from 'react'
import { AlertsSection } from './alerts-section.tsx'
import { BackupSection } from './backup-section.tsx'
import { DesktopSection } from './desktop-section.tsx'
import { FeesSection } from './fees-section.tsx'
import { KeySection } from './key-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { ProverSection } from './prover-section.tsx'
import { RolesSection, TimersSection } from './roles-section.tsx'

export type Section = {
  name: string
  title: string
  component: ComponentType
  /** Which parts of the settings are changed here. */
  paths: readonly string[]
  /** Applies by itself: nothing to save. */
  ownButtons?: true
}

export const sections: readonly [Section, ...Section[]] = [
  {
    name: 'network',
    title: 'Network and nodes',
    component: NetworkSection,
    paths: [
      '',
      'network',
      'label',
      'l1ChainId',
      'l2ChainId',
      'rpc',
      'addresses',
      'preset',
      'seed',
      'l2Head',
      'timeouts',
      'rpcLimits',
      'metrics'
    ]
  },
  { name: 'key', title: 'Key', component: KeySection, paths: ['key', 'secrets', 'validatorKey'] },
  { name: 'roles', title: 'Roles', component: RolesSection, paths: ['roles', 'villain'] },
  { name: 'fees', title: 'Fees and prices', component: FeesSection, paths: ['fees', 'prices'] },
  { name: 'prover', title: 'Prover and caps', component: ProverSection, paths: ['prover'] },
  { name: 'alerts', title: 'Alerts', component: AlertsSection, paths: ['alerts'] },
  { name: 'timers', title: 'Timers', component: TimersSection, paths: ['timers'] },
  { name: 'desktop', title: 'Desktop', component: DesktopSection, paths: [], ownButtons: true },
  { name: 'backup', title: 'Back-up', component: BackupSection, paths: [], ownButtons: true }
]

export const sectionOf = (name: string | undefined): Section => sections.find((one) => one.name === name) ?? sections[0]
