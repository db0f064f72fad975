import { useState } from 'react'
import { errorText } from '../../../app/error-texts.ts'
import { routePartsOf, useHash } from '../../../app/route.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { HiddenHeading } from '../../../ui/hidden-text.tsx'
import { Banner, ErrorState } from '../../../ui/notice.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { texts as setupTexts } from '../texts.ts'
import { SettingsContext, useDesk, useSettings } from '../use-settings.ts'
import { SaveBar } from './save-bar.tsx'
import { type Section, sectionOf, sections } from './sections.ts'
import styles from './settings.module.css'
import { texts } from './texts.ts'

/** Everything that can be set, a section at a time; nothing is applied before it is saved. */
export const Settings = () => {
  const { desk, error, retry } = useSettings()
  const section = sectionOf(routePartsOf(useHash())[0])
  if (desk === null && error !== null) {
    const { title, todo } = errorText(error)
    return (
      <div className={styles.unreachable}>
        <HiddenHeading>{texts.title}</HiddenHeading>
        <ErrorState title={title} action={<Button onPress={retry}>{setupTexts.tryAgain}</Button>}>
          {todo}
        </ErrorState>
      </div>
    )
  }
  if (desk === null)
    return (
      <div aria-busy="true" className={styles.settings}>
        <h1 className={styles.title}>{texts.title}</h1>
        <Skeleton width="60%" height={220} />
      </div>
    )
  return (
    <SettingsContext value={desk}>
      <Shown section={section} />
    </SettingsContext>
  )
}

const Shown = ({ section }: { section: Section }) => {
  const { view } = useDesk()
  const [saved, setSaved] = useState(false)
  const Content = section.component
  return (
    <div className={styles.settings}>
      <h1 className={styles.title}>{texts.title}</h1>
      <div className={styles.banners}>
        {view.fixedBy !== null && (
          <Banner tone="notice" title={texts.readOnly}>
            {setupTexts.fixed(view.fixedBy)}
          </Banner>
        )}
        {view.notice !== null && (
          <Banner tone="critical" title={texts.lastGood}>
            {view.notice.message}
          </Banner>
        )}
      </div>
      <SectionNav current={section.name} />
      <section className={styles.section} aria-labelledby="settings-section">
        <h2 id="settings-section" className={styles.heading}>
          {section.title}
        </h2>
        <Content />
      </section>
      {!section.ownButtons && <SaveBar saved={saved} onSaved={setSaved} />}
    </div>
  )
}

const SectionNav = ({ current }: { current: string }) => {
  const { check } = useDesk()
  return (
    <nav aria-label={texts.sections} className={styles.nav}>
      <ul>
        {sections.map(({ name, title, paths }) => {
          const wrong = check.problems.some(({ path }) =>
            paths.some((own) => path === own || path.startsWith(`${own}.`))
          )
          return (
            <li key={name}>
              <a
                href={`#/settings/${name}`}
                className={classNames(styles.link, name === current && styles.current)}
                aria-current={name === current ? 'page' : undefined}
              >
                {title}
                {wrong && (
                  <span className={styles.wrong}>
                    <span aria-hidden="true">!</span>
                    <span className={styles.hidden}>{texts.hasProblem}</span>
                  </span>
                )}
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
