import type { OutputRow } from '../../shared/domain/output.ts'
import { Badge } from '../ui/badge.tsx'
import type { Tone } from '../ui/tone.ts'

const verdicts: Record<OutputRow['verdict'], { text: string; tone: Tone }> = {
  valid: { text: 'valid', tone: 'ok' },
  invalid: { text: 'wrong', tone: 'critical' },
  pending: { text: 'checking', tone: 'neutral' }
}

/** What the own node says about an output. */
export const VerdictBadge = ({ row }: { row: Pick<OutputRow, 'verdict' | 'deleted'> }) => {
  if (row.deleted) return <Badge tone="warning">deleted</Badge>
  const { text, tone } = verdicts[row.verdict]
  return <Badge tone={tone}>{text}</Badge>
}
