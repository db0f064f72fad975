import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/notice.tsx'

type State = { failed: boolean }

/** A screen that breaks does not take the others with it. The validator is not in this window and goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false }

  static getDerivedStateFromError(): State {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <ErrorState
        title="This screen has broken."
        action={<Button onPress={() => window.location.reload()}>Reload the window</Button>}
      >
        Your validator is not affected: it runs outside this window.
      </ErrorState>
    )
  }
}
