import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { ConfigInput } from '../../../shared/config/config.ts'
import type { Preferences } from '../../../shared/config/preferences.ts'
import type { SettingsCheck, SettingsView } from '../../../shared/domain/settings.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { useEngine } from '../../app/engine-context.tsx'
import { sameValue } from '../../app/same-value.ts'
import { type Draft, valueAt, withValue } from './draft.ts'

const quietMs = 250
const clean: SettingsCheck = { problems: [], restarts: [], caution: null }

export type SettingsDesk = {
  view: SettingsView
  draft: Draft
  check: SettingsCheck
  /** The check does not know what was typed last. */
  checking: boolean
  dirty: boolean
  /** False where a file on the command line decides. */
  mayChange: boolean
  set: (path: string, value: unknown) => void
  replace: (draft: Draft) => void
  discard: () => void
  /** Looks at the draft now; answers what is wrong. */
  checkNow: () => Promise<SettingsCheck>
  apply: (confirmed: boolean) => Promise<WireError | null>
  setPreferences: (preferences: Preferences) => Promise<WireError | null>
  reload: () => Promise<void>
}

export type SettingsLoad = { desk: SettingsDesk | null; error: WireError | null; retry: () => void }

/** The settings and a draft of them, looked at by main a moment after each change. */
export const useSettings = (): SettingsLoad => {
  const { bridge } = useEngine()
  const [view, setView] = useState<SettingsView | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [draft, setDraft] = useState<Draft>({})
  const [check, setCheck] = useState(clean)
  const [checked, setChecked] = useState<Draft | null>(null)
  const newest = useRef(draft)
  newest.current = draft

  const show = useCallback((next: SettingsView) => {
    setView(next)
    setDraft(next.config as Draft)
    setCheck(clean)
    setChecked(next.config as Draft)
  }, [])

  const reload = useCallback(async () => {
    const reply = await bridge.invoke('settings.get', undefined)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) show(reply.value)
  }, [bridge, show])
  useEffect(() => void reload(), [reload])

  const checkNow = useCallback(async (): Promise<SettingsCheck> => {
    const asked = newest.current
    const reply = await bridge.invoke('settings.check', { config: asked as ConfigInput })
    if (asked !== newest.current) return reply.ok ? reply.value : clean
    setError(reply.ok ? null : reply.error)
    if (reply.ok) setCheck(reply.value)
    setChecked(asked)
    return reply.ok ? reply.value : clean
  }, [bridge])
  useEffect(() => {
    if (view === null || draft === checked) return
    const timer = setTimeout(() => void checkNow(), quietMs)
    return () => clearTimeout(timer)
  }, [view, draft, checked, checkNow])

  const apply = useCallback(
    async (confirmed: boolean) => {
      const reply = await bridge.invoke('settings.apply', { config: newest.current as ConfigInput, confirmed })
      if (reply.ok) show(reply.value)
      return reply.ok ? null : reply.error
    },
    [bridge, show]
  )
  const setPreferences = useCallback(
    async (preferences: Preferences) => {
      const reply = await bridge.invoke('settings.setPreferences', { preferences })
      if (reply.ok) setView(reply.value)
      return reply.ok ? null : reply.error
    },
    [bridge]
  )

  const desk = useMemo<SettingsDesk | null>(() => {
    if (view === null) return null
    return {
      view,
      draft,
      check,
      checking: draft !== checked,
      dirty: !sameValue(draft, view.config),
      mayChange: view.fixedBy === null,
      set: (path, value) => setDraft((now) => withValue(now, path, value)),
      replace: setDraft,
      discard: () => show(view),
      checkNow,
      apply,
      setPreferences,
      reload
    }
  }, [view, draft, check, checked, checkNow, apply, setPreferences, reload, show])
  return { desk, error, retry: () => void reload() }
}

export const SettingsContext = createContext<SettingsDesk | null>(null)

export const useDesk = (): SettingsDesk => {
  const desk = useContext(SettingsContext)
  if (desk === null) throw new Error('SettingsContext is missing above this component')
  return desk
}

/** One place of the draft. */
export const useSetting = (path: string) => {
  const { draft, check, set, mayChange } = useDesk()
  return {
    value: valueAt(draft, path),
    problem: check.problems.find((one) => one.path === path)?.message ?? null,
    set: (value: unknown) => set(path, value),
    disabled: !mayChange
  }
}
