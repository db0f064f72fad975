const sections: readonly [RegExp, string][] = [
  [/\brole|challenging|defence|disput/i, 'roles'],
  [/key source|\bkey\b|vault/i, 'key'],
  [/prover|machine|AWS|\bcap\b/i, 'prover'],
  [/\bgas\b|\bfee\b|limit in|dearer/i, 'fees'],
  [/channel|alert|receiver|quiet|webhook/i, 'alerts']
]

/** The section of the settings that a text is about; where the nodes are when it names nothing else. */
export const settingsSectionOf = (text: string): string =>
  sections.find(([about]) => about.test(text))?.[1] ?? 'network'
