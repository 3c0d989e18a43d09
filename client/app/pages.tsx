/** The pages of an operation beside its sheets (docs/SPEC.md PAGE-25): one entry here makes the route, the place in the rail and the line on a phone. */
import {
  CopyOutlined,
  FormOutlined,
  IdcardOutlined,
  InboxOutlined,
  LockOutlined,
  SafetyCertificateOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react'
import type { Action } from '../../shared/domain/roles.ts'
import type { Me, Operation, SheetInfo } from '../../shared/protocol/http.ts'
import { useDuplicateCount } from '../duplicates/queries.ts'
import { useInboxWaiting } from '../intakeDesk/queries.ts'
import { useWaitingCount } from '../members/queries.ts'
import { useUnverifiedCount } from '../verify/queries.ts'
import { operationPath } from './deepLink.ts'
import { mayI } from './rights.ts'

/** What every page of an operation is given. */
export interface PageProps {
  readonly me: Me
  readonly operation: Operation
  /** The operation's sheets, those put away included. */
  readonly sheets: readonly SheetInfo[]
}

export interface OperationPage {
  /** Below `/o/<operation>/`. */
  readonly path: string
  /** Key of its name in the texts. */
  readonly title:
    | 'intake.title'
    | 'verify.title'
    | 'people.title'
    | 'duplicates.title'
    | 'members.title'
    | 'contacts.log'
    | 'forms.page'
  readonly icon: ReactNode
  /** Who may not do this does not see the page. */
  readonly action: Action
  readonly Page: LazyExoticComponent<ComponentType<PageProps>>
  /** How much waits there, beside its name; a hook, asked only for those who may see the page. */
  readonly useCount?: (operation: string) => number | undefined
}

/** In the order of the rail. */
export const OPERATION_PAGES: readonly OperationPage[] = [
  {
    path: 'intake',
    title: 'intake.title',
    icon: <InboxOutlined aria-hidden />,
    action: 'submission.read',
    Page: lazy(async () => ({ default: (await import('../intakeDesk/IntakeDesk.tsx')).IntakeDesk })),
    useCount: useInboxWaiting,
  },
  {
    path: 'verify',
    title: 'verify.title',
    icon: <SafetyCertificateOutlined aria-hidden />,
    action: 'verification.set',
    Page: lazy(async () => ({ default: (await import('../verify/VerifyPage.tsx')).VerifyPage })),
    useCount: useUnverifiedCount,
  },
  {
    path: 'forms',
    title: 'forms.page',
    icon: <FormOutlined aria-hidden />,
    action: 'submission.file',
    Page: lazy(async () => ({ default: (await import('../forms/FormsPage.tsx')).FormsPage })),
  },
  {
    path: 'duplicates',
    title: 'duplicates.title',
    icon: <CopyOutlined aria-hidden />,
    action: 'duplicate.decide',
    Page: lazy(async () => ({ default: (await import('../duplicates/DuplicatesPage.tsx')).DuplicatesPage })),
    useCount: useDuplicateCount,
  },
  {
    path: 'people-activity',
    title: 'people.title',
    icon: <TeamOutlined aria-hidden />,
    action: 'activity.read',
    Page: lazy(async () => ({ default: (await import('../people/PeopleActivity.tsx')).PeopleActivity })),
  },
  {
    path: 'members',
    title: 'members.title',
    icon: <IdcardOutlined aria-hidden />,
    action: 'organization.read',
    Page: lazy(async () => ({ default: (await import('../members/MembersPage.tsx')).MembersPage })),
    useCount: useWaitingCount,
  },
  {
    path: 'reveals',
    title: 'contacts.log',
    icon: <LockOutlined aria-hidden />,
    action: 'reveal.read',
    Page: lazy(async () => ({ default: (await import('../contacts/RevealLogPage.tsx')).RevealLogPage })),
  },
]

/** Those this member may see. */
export const pagesFor = (me: Me, operation: Operation): readonly OperationPage[] =>
  OPERATION_PAGES.filter(({ action }) => mayI(me, action, operation.id))

export const pagePath = (operation: string, page: Pick<OperationPage, 'path'>): string =>
  `${operationPath(operation)}/${page.path}`
