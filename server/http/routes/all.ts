/** Every route of /api/v1. */
import type { Route } from '../route.ts'
import { type FileRoutesParts, fileRoutes } from './files.ts'
import { type PeopleRoutesParts, peopleRoutes } from './people.ts'
import { type SessionRoutesParts, sessionRoutes } from './session.ts'
import { type SheetRoutesParts, sheetRoutes } from './sheets.ts'
import { type UpkeepRoutesParts, upkeepRoutes } from './upkeep.ts'

export type RoutesParts = PeopleRoutesParts &
  SessionRoutesParts &
  SheetRoutesParts &
  FileRoutesParts &
  UpkeepRoutesParts

export const routesOf = (parts: RoutesParts): Route[] => [
  ...sessionRoutes(parts),
  ...peopleRoutes(parts),
  ...sheetRoutes(parts),
  ...fileRoutes(parts),
  ...upkeepRoutes(parts),
]
