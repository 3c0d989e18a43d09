import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { lazy, Suspense, useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { BrowserRouter, Route, Routes } from 'react-router'
import { AppearanceProvider } from '../ui/Appearance.tsx'
import { DemoPage } from './DemoPage.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { HomePage } from './HomePage.tsx'
import { NotFoundPage } from './NotFoundPage.tsx'
import { OperationScreen } from './OperationScreen.tsx'
import { OPERATION_PAGES } from './pages.tsx'
import { createQueryClient } from './queries.ts'
import { SetUpPage } from './SetUpPage.tsx'
import { ShellMessage } from './ShellMessage.tsx'
import { SignedIn } from './SignedIn.tsx'
import { SignInPage } from './SignInPage.tsx'
import { type Services, ServicesContext } from './services.ts'

// The grid and the sync client are most of the page's weight: signing in does not wait for them.
const SheetPage = lazy(async () => ({ default: (await import('./SheetPage.tsx')).SheetPage }))

const JoinPage = lazy(async () => ({ default: (await import('../join/JoinPage.tsx')).JoinPage }))
const RecoverPage = lazy(async () => ({ default: (await import('../join/RecoverPage.tsx')).RecoverPage }))
const OutsidePage = lazy(async () => ({ default: (await import('../join/OutsidePage.tsx')).OutsidePage }))

/** The routes of the page. */
export function AppRoutes() {
  return (
    <Suspense fallback={<ShellMessage kind="loading" />}>
      <Routes>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/setup" element={<SetUpPage />} />
        <Route path="/demo" element={<DemoPage />} />
        <Route path="/join" element={<JoinPage />} />
        <Route path="/outside" element={<OutsidePage />} />
        <Route path="/recover" element={<RecoverPage />} />
        <Route path="/" element={<SignedIn>{me => <HomePage me={me} />}</SignedIn>} />
        <Route path="/o/:operation" element={<SignedIn>{me => <HomePage me={me} />}</SignedIn>} />
        {OPERATION_PAGES.map(page => (
          <Route
            key={page.path}
            path={`/o/:operation/${page.path}`}
            element={<SignedIn>{me => <OperationScreen me={me} page={page} />}</SignedIn>}
          />
        ))}
        <Route path="/o/:operation/s/:sheet" element={<SignedIn>{me => <SheetPage me={me} />}</SignedIn>} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  )
}

/** Everything around the routes: texts, theme, server state, and a net for what nobody expected. */
export function App({
  services,
  translations,
  queries: given,
}: {
  readonly services: Services
  readonly translations: i18n
  readonly queries?: QueryClient
}) {
  const [queries] = useState(() => given ?? createQueryClient())
  return (
    <I18nextProvider i18n={translations}>
      <ServicesContext value={services}>
        <QueryClientProvider client={queries}>
          <AppearanceProvider>
            <ErrorBoundary>
              <BrowserRouter>
                <AppRoutes />
              </BrowserRouter>
            </ErrorBoundary>
          </AppearanceProvider>
        </QueryClientProvider>
      </ServicesContext>
    </I18nextProvider>
  )
}
