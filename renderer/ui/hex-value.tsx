import { shortHex } from '../format/short-hex.ts'
import { ExactValue } from './exact-value.tsx'

type Props = { hex: string; ends?: number; what: string }

/** An address or hash: ends shown, the whole on demand, copied on press. `what` names it for screen readers ("root", "account"). */
export const HexValue = ({ hex, ends = 4, what }: Props) => (
  <ExactValue exact={hex} label={`${what} ${shortHex(hex, ends)}, press to copy`} mono>
    {shortHex(hex, ends)}
  </ExactValue>
)
