/** The page for people without an account: React and nothing else, so that it opens on an old phone and a slow network (docs/SPEC.md FORM-13). */
import { createRoot } from 'react-dom/client'
import type { PublicForm } from '../../shared/protocol/publicForms.ts'
import { IntakeApp } from './IntakeApp.tsx'
import { browserWire } from './wire.ts'
import './page.css'
import './form.css'

/** What the server wrote into the page, to save the way there and back. */
function formInPage(): PublicForm | undefined {
  const text = document.getElementById('form')?.textContent ?? 'null'
  return (JSON.parse(text) as PublicForm | null) ?? undefined
}

const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <IntakeApp
      wire={browserWire}
      path={location.pathname}
      fragment={decodeURIComponent(location.hash.slice(1))}
      form={formInPage()}
    />,
  )
