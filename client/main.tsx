// First of all: it has to run before any schema is made.
import './app/noEval.ts'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { createApi } from './app/api.ts'
import type { Services } from './app/services.ts'
import { createTranslations } from './i18n/language.ts'
import { clearLocalCopies, unsavedOn } from './sync/localCopies.ts'
import { openSession } from './sync/SheetSession.ts'
import './ui/base.css'
import './app/door.css'
import './app/frame.css'
import './grid/cells.css'
import './grid/editors.css'
import './history/panel.css'
import './transfer/import.css'
import './ui/narrow.css'

const services: Services = { api: createApi(), openSession, clearLocalCopies, unsavedOn, now: () => Date.now() }
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<App services={services} translations={createTranslations()} />)
