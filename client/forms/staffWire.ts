/** What the fields of a form ask of the hub when a member fills them in. */
import { useMemo } from 'react'
import { keptPhoto, placeList } from '../../shared/protocol/publicForms.ts'
import { useServices } from '../app/services.ts'
import type { SendPhoto } from '../intake/PhotosField.tsx'
import type { FindPlaces } from '../intake/PlaceField.tsx'

/** Places for the lists of a place. */
export function useFindPlaces(): FindPlaces {
  const { api } = useServices()
  return useMemo(
    () => async (under: string | undefined) =>
      (await api.get(under === undefined ? 'public/places' : `public/places?under=${under}`, placeList)).items,
    [api],
  )
}

/** Sends a picture for what is being filed under this key. */
export function useSendPhoto(form: string, key: string): SendPhoto {
  const { api } = useServices()
  return useMemo(
    () => async (picture: Blob, onProgress: (part: number) => void) => {
      const file = new File([picture], 'photo')
      return (await api.upload(`forms/${encodeURIComponent(form)}/photos?key=${key}`, file, keptPhoto, onProgress)).id
    },
    [api, form, key],
  )
}
