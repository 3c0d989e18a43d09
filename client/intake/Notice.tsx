import type { ReactNode } from 'react'

/** One sentence that stands in the place of what cannot be shown. */
export const Notice = ({ children }: { readonly children: ReactNode }) => (
  <p className="form-warning" role="alert">
    {children}
  </p>
)
