// First of all: it has to run before any schema is made.
import './app/noEval.ts'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { createApi } from './app/api.ts'
import { createQueryClient } from './app/queries.ts'
import type { Services } from './app/services.ts'
import { openDesk } from './desk/DeskSession.ts'
import { createTranslations } from './i18n/language.ts'
import { openNote } from './notes/NoteSession.ts'
import { keepForOffline } from './phone/offlineStart.ts'
import { rememberAnswers } from './phone/rememberAnswers.ts'
import { clearLocalCopies, unsavedEdits, unsavedOn } from './sync/localCopies.ts'
import { openSession } from './sync/SheetSession.ts'
import './ui/base.css'
import './app/door.css'
import './app/frame.css'
import './app/rail.css'
import './commands/commands.css'
import './find/find.css'
import './grid/cells.css'
import './grid/editors.css'
import './grid/selection/selection.css'
import './history/panel.css'
import './time/time.css'
import './transfer/import.css'
import './intake/form.css'
import './forms/forms.css'
import './people/people.css'
import './confidential/confidential.css'
import './duplicates/duplicates.css'
import './members/members.css'
import './views/views.css'
import './phone/phone.css'
import './row/fields.css'
import './row/drawer.css'
import './notes/notes.css'
import './contacts/contacts.css'
import './inbox/inbox.css'
import './intakeDesk/intakeDesk.css'
import './verify/verify.css'
import './ui/narrow.css'

const services: Services = {
  api: createApi(),
  openSession,
  openNote,
  openDesk,
  clearLocalCopies,
  unsavedOn,
  unsavedEdits,
  now: () => Date.now(),
}
const queries = createQueryClient()
rememberAnswers(queries)
const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(<App services={services} translations={createTranslations()} queries={queries} />)
// From its source the page changes at every turn: there it is never kept.
if (import.meta.env.PROD) void keepForOffline('/sw.js')
