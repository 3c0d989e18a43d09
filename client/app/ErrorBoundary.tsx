import { Component, type ReactNode } from 'react'
import { ShellMessage } from './ShellMessage.tsx'

interface Props {
  readonly children: ReactNode
}

/** Catches what rendering threw and says what happened instead of a white page (PAGE-7). Edits are safe: they live outside React. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error === undefined ? this.props.children : <ShellMessage kind="failed" error={error} />
  }
}
