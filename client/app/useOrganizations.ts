import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Me, organizationList } from '../../shared/protocol/http.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { mayI } from './rights.ts'
import { useServices } from './services.ts'

/** Lets the editors of this sheet offer the hub's organizations, where the member may know them. */
export function useOrganizations(view: SheetView, me: Me, operation: string): void {
  const { api } = useServices()
  const { data } = useQuery({
    queryKey: ['organizations'],
    enabled: !view.session.readOnly && mayI(me, 'organization.read', operation),
    queryFn: async ({ signal }) => (await api.get('organizations', organizationList, signal)).items,
  })
  useEffect(() => {
    view.aids.organizations = data?.map(({ name }) => name) ?? []
  }, [view, data])
}
