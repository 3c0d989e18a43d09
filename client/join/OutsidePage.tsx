import { Alert, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { sentenceOf } from '../app/ApiError.ts'
import { DoorPage } from '../app/DoorPage.tsx'
import { useSignIn } from '../app/queries.ts'

/** `/outside?code=…`: back from the OpenID Connect provider; what it sent along goes into a body and out of the address (JOIN-20). */
export function OutsidePage() {
  const { t, i18n } = useTranslation()
  const [query] = useState(() => location.search)
  const { mutate, error } = useSignIn('outside/finish')
  const navigate = useNavigate()
  const sent = useRef(false)
  useEffect(() => {
    // React may run an effect twice; a code works once.
    if (sent.current) return
    sent.current = true
    history.replaceState(null, '', '/outside')
    mutate({ query }, { onSuccess: () => navigate('/', { replace: true }) })
  }, [query, mutate, navigate])
  return (
    <DoorPage title={t('join.outsideEntering')}>
      {error === null ? (
        <Spin />
      ) : (
        <>
          <Alert type="error" showIcon role="alert" title={sentenceOf(error, i18n)} />
          <p>
            <Link to="/sign-in">{t('join.outsideBack')}</Link>
          </p>
        </>
      )}
    </DoorPage>
  )
}
