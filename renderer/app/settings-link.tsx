import { settingsSectionOf } from './settings-section-of.ts'

/** A text of ours; where it speaks of the settings, the words lead to the section that it is about. */
export const SettingsLink = ({ children }: { children: string }) => {
  const [before, said, after] = split(children)
  if (said === undefined) return children
  return (
    <>
      {before}
      <a href={`#/settings/${settingsSectionOf(children)}`}>{said}</a>
      {after}
    </>
  )
}

const split = (text: string): [string, string?, string?] => {
  const at = text.search(/\bthe settings\b/)
  if (at < 0) return [text]
  const end = at + 'the settings'.length
  return [text.slice(0, at), text.slice(at, end), text.slice(end)]
}
