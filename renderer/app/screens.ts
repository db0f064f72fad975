import { type ComponentType, lazy } from 'react'
import { Overview } from '../features/overview/overview.tsx'
import type { IconName } from '../ui/icon.tsx'

export type Screen = {
  name: string
  title: string
  icon: IconName
  component: ComponentType
  /** In the navigation of the practice network only. */
  practiceOnly?: true
  /** At the end of the navigation: about the app, not about the validator. */
  end?: true
  /** In no navigation, and without one. */
  alone?: true
}

/** The screens in the order of the navigation. The first one is shown at start; the others are loaded when first opened. */
export const screens: readonly [Screen, ...Screen[]] = [
  { name: 'overview', title: 'Overview', icon: 'overview', component: Overview },
  {
    name: 'outputs',
    title: 'Outputs',
    icon: 'outputs',
    component: lazy(() => import('../features/outputs/outputs.tsx').then((m) => ({ default: m.Outputs })))
  },
  {
    name: 'challenges',
    title: 'Challenges',
    icon: 'challenges',
    component: lazy(() => import('../features/challenges/challenges.tsx').then((m) => ({ default: m.Challenges })))
  },
  {
    name: 'stake',
    title: 'Stake',
    icon: 'stake',
    component: lazy(() => import('../features/stake/stake.tsx').then((m) => ({ default: m.Stake })))
  },
  {
    name: 'prover',
    title: 'Prover',
    icon: 'prover',
    component: lazy(() => import('../features/prover/prover.tsx').then((m) => ({ default: m.Prover })))
  },
  {
    name: 'money',
    title: 'Money',
    icon: 'money',
    component: lazy(() => import('../features/money/money.tsx').then((m) => ({ default: m.Money })))
  },
  {
    name: 'alerts',
    title: 'Alerts',
    icon: 'alerts',
    component: lazy(() => import('../features/alerts/alerts.tsx').then((m) => ({ default: m.Alerts })))
  },
  {
    name: 'practice',
    title: 'Practice',
    icon: 'practice',
    component: lazy(() => import('../features/practice/practice.tsx').then((m) => ({ default: m.Practice }))),
    practiceOnly: true
  },
  {
    name: 'doctor',
    title: 'Doctor',
    icon: 'doctor',
    component: lazy(() => import('../features/doctor/doctor.tsx').then((m) => ({ default: m.Doctor }))),
    end: true
  },
  {
    name: 'logs',
    title: 'Logs',
    icon: 'logs',
    component: lazy(() => import('../features/logs/logs.tsx').then((m) => ({ default: m.Logs }))),
    end: true
  },
  {
    name: 'settings',
    title: 'Settings',
    icon: 'settings',
    component: lazy(() => import('../features/setup/settings/settings.tsx').then((m) => ({ default: m.Settings }))),
    end: true
  },
  {
    name: 'welcome',
    title: 'Welcome',
    icon: 'overview',
    component: lazy(() =>
      import('../features/setup/onboarding/onboarding.tsx').then((m) => ({ default: m.Onboarding }))
    ),
    alone: true
  }
]

export const screenOf = (route: string): Screen => screens.find((screen) => screen.name === route) ?? screens[0]
