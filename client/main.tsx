import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/App.tsx'
import { createApi } from './app/api.ts'
import type { Services } from './app/services.ts'
import { createTranslations } from './i18n/language.ts'
import { clearLocalCopies, unsavedOn } from './sync/localCopies.ts'
import { openSession } from './sync/SheetSession.ts'
import './ui/page.css'

// The server's content policy forbids code made from text, which zod would try first.
z.config({ jitless: true })

const services: Services = { api: createApi(), openSession, clearLocalCopies, unsavedOn, now: () => Date.now() }
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App services={services} translations={createTranslations()} />)
