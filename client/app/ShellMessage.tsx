import { Button, Result, Spin } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, sentenceOf } from './ApiError.ts'

/** A whole-page word about what is going on: opening, the server cannot be reached, something failed. Offers what to do next. */
export function ShellMessage({
  kind,
  error,
  onRetry,
}: {
  readonly kind: 'loading' | 'failed'
  readonly error?: unknown
  readonly onRetry?: () => void
}) {
  const { t, i18n } = useTranslation()
  if (kind === 'loading')
    return (
      <main className="shell-message" aria-busy="true">
        <Spin /> <span>{t('app.loading')}</span>
      </main>
    )
  const unreachable = error instanceof ApiError && error.code === 'unreachable'
  return (
    <main className="shell-page">
      <Result
        status={unreachable ? 'warning' : 'error'}
        title={unreachable ? t('app.unreachable') : t('app.failed')}
        subTitle={
          unreachable
            ? t('app.unreachableHint')
            : error instanceof ApiError
              ? sentenceOf(error, i18n)
              : t('app.failedHint')
        }
        extra={<RetryButton onRetry={onRetry} />}
      >
        {error instanceof Error && !(error instanceof ApiError) ? (
          <Details title={t('app.details')}>{error.message}</Details>
        ) : null}
      </Result>
    </main>
  )
}

function RetryButton({ onRetry }: { readonly onRetry: (() => void) | undefined }) {
  const { t } = useTranslation()
  return (
    <Button type="primary" onClick={onRetry ?? (() => location.reload())}>
      {onRetry === undefined ? t('app.reload') : t('app.retry')}
    </Button>
  )
}

const Details = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <details className="shell-details">
    <summary>{title}</summary>
    <code>{children}</code>
  </details>
)
