// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ErrorBoundary } from '../../../client/app/ErrorBoundary.tsx'
import { show } from '../page.tsx'

afterEach(cleanup)

describe('when a part of the page fails', () => {
  it('PAGE-7 it says what happened and that edits are kept, and offers to reload', () => {
    // React reports a caught error on the console; here it is the point.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const Broken = (): never => {
      throw new Error('the column list is empty')
    }
    show(
      <ErrorBoundary>
        <Broken />
      </ErrorBoundary>,
    )
    expect(screen.getByText('出错了')).toBeTruthy()
    expect(screen.getByText(/已经输入的修改保存在这台设备上/)).toBeTruthy()
    expect(screen.getByText('the column list is empty')).toBeTruthy()
    expect(screen.getByText('重新载入页面')).toBeTruthy()
  })
})
