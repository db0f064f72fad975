import { useState } from 'react'
import { Button } from './button.tsx'
import { TextField } from './text-field.tsx'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  hint: string
  problem: string | null
  mono?: boolean
  disabled?: boolean
  autoFocus?: boolean
}

/** A field whose text is hidden until its owner wants to see it. */
export const SecretField = ({ label, mono = false, disabled = false, ...field }: Props) => {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...field}
      label={label}
      mono={mono}
      disabled={disabled}
      secret={!shown}
      aside={
        <Button kind="quiet" onPress={() => setShown(!shown)} label={`${shown ? 'Hide' : 'Show'} ${label}`}>
          {shown ? 'Hide' : 'Show'}
        </Button>
      }
    />
  )
}
