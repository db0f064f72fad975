import { Suspense, useEffect, useRef } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import styles from './app.module.css'
import { type Engine, EngineContext } from './engine-context.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { LinkBanner } from './link-banner.tsx'
import { useRoute } from './route.ts'
import { screenOf } from './screens.ts'
import { SettingsNotice } from './settings-notice.tsx'
import { SideNav } from './side-nav.tsx'
import { StatusBar } from './status-bar.tsx'
import { TurnAnnouncer } from './turn-announcer.tsx'
import { UpdateBanner } from './update-banner.tsx'
import { VaultBanner } from './vault-banner.tsx'

/** The frame around every screen: navigation, the screen itself, the status bar. */
export const App = ({ engine }: { engine: Engine }) => (
  <I18nProvider locale="en-GB">
    <EngineContext value={engine}>
      <Frame />
    </EngineContext>
  </I18nProvider>
)

const Frame = () => {
  const screen = screenOf(useRoute())
  const main = useRef<HTMLElement>(null)
  const shown = useRef(screen.name)
  useEffect(() => {
    document.title = `${screen.title} – Kroma Validator`
    if (shown.current === screen.name) return
    shown.current = screen.name
    main.current?.scrollTo(0, 0)
    main.current?.focus()
  }, [screen])
  const Content = screen.component
  return (
    <div className={styles.frame}>
      {!screen.alone && <SideNav current={screen.name} />}
      <main className={styles.main} ref={main} tabIndex={-1} id="main">
        <ErrorBoundary key={screen.name}>
          <Suspense fallback={<p className={styles.loading}>Loading {screen.title}…</p>}>
            <Content />
          </Suspense>
        </ErrorBoundary>
      </main>
      <UpdateBanner />
      {!screen.alone && <VaultBanner />}
      <SettingsNotice />
      <LinkBanner />
      <TurnAnnouncer />
      <StatusBar />
    </div>
  )
}
