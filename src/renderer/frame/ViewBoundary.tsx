import { Component, type ReactNode } from 'react'
import { UserError } from '../../shared/errors.ts'
import { ErrorState } from '../parts/states.tsx'

interface Props {
  children: ReactNode
  /** Called before the view is tried again. */
  onRetry?: () => void
}

/** Keeps a mistake in a view from taking the window with it, and the window from going blank. React offers this to classes only. */
export class ViewBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    const message = error instanceof Error ? error.message : String(error)
    const shown = error instanceof UserError ? error : new UserError('window.crash.message', { message })
    const tryAgain = () => {
      this.props.onRetry?.()
      this.setState({ error: undefined })
    }
    return (
      <div style={{ padding: 24 }}>
        <ErrorState error={shown} onRetry={tryAgain} />
      </div>
    )
  }
}
