import { Alert, Spin } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { sentenceOf } from './ApiError.ts'
import { DoorPage } from './DoorPage.tsx'
import { tokenOfFragment } from './deepLink.ts'
import { useSignIn } from './queries.ts'

/** A printed demo link: signs its member in and goes to the sheet. */
export function DemoPage() {
  const { t, i18n } = useTranslation()
  const [token] = useState(() => tokenOfFragment(location.hash))
  const { mutate, error } = useSignIn('links')
  const navigate = useNavigate()
  const sent = useRef(false)
  useEffect(() => {
    // React may run an effect twice; a link may work once.
    if (token === undefined || sent.current) return
    sent.current = true
    mutate({ token }, { onSuccess: () => navigate('/', { replace: true }) })
  }, [token, mutate, navigate])
  const problem = token === undefined ? t('demo.noToken') : error === null ? undefined : sentenceOf(error, i18n)
  return (
    <DoorPage title={t('demo.entering')}>
      {problem === undefined ? (
        <Spin />
      ) : (
        <>
          <Alert type="error" showIcon role="alert" title={problem} />
          <p>
            <Link to="/sign-in">{t('signIn.title')}</Link>
          </p>
        </>
      )}
    </DoorPage>
  )
}
