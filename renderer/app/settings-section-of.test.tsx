import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { SettingsLink } from './settings-link.tsx'
import { settingsSectionOf } from './settings-section-of.ts'

const html = (text: string): string => renderToString(<SettingsLink>{text}</SettingsLink>).replaceAll('<!-- -->', '')

describe('links into the settings', () => {
  it.each([
    ['Switch the submitter role on in the settings to take part.', 'roles'],
    ['Set a key source in the settings: a keystore file or an environment variable.', 'key'],
    ['Add the prover to the settings and restart.', 'prover'],
    ['Gas is dearer than your limit in the settings: wait, or raise it.', 'fees'],
    ['Channels, quiet hours and thresholds are set in the settings.', 'alerts'],
    ['The L1 endpoint does not answer. Start it, or add one in the settings.', 'network']
  ])('%s', (text, section) => {
    expect(settingsSectionOf(text)).toBe(section)
    expect(html(text)).toContain(`<a href="#/settings/${section}">the settings</a>`)
  })

  it('leave other texts as they are, and markup in them text', () => {
    expect(html('Nothing is wrong.')).toBe('Nothing is wrong.')
    expect(html('<b>the settings</b>')).toBe('&lt;b&gt;<a href="#/settings/network">the settings</a>&lt;/b&gt;')
  })
})
