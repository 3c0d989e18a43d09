import { Alert, Button, Input, Progress } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../app/ApiError.ts'
import type { Upload } from './usePictures.ts'

interface Props {
  readonly uploads: readonly Upload[]
  readonly onInsert: (upload: Upload, alt: string) => void
  readonly onRetry: (upload: Upload) => void
  readonly onDrop: (id: number) => void
}

/** Pictures on their way into the note: how far each is, what it shows in words, or why it was refused. */
export function PictureUploads({ uploads, ...given }: Props) {
  return uploads.map(upload => <OneUpload key={upload.id} upload={upload} {...given} />)
}

function OneUpload({ upload, onInsert, onRetry, onDrop }: Omit<Props, 'uploads'> & { readonly upload: Upload }) {
  const { t, i18n } = useTranslation()
  const [alt, setAlt] = useState('')
  const name = useId()
  const { file, state, id } = upload
  const give = () => onInsert(upload, alt)
  if (state.kind === 'failed')
    return (
      <Alert
        type="warning"
        showIcon
        title={`${file.name}: ${sentenceOf(state.error, i18n)}`}
        action={
          <>
            <Button size="small" onClick={() => onRetry(upload)}>
              {t('app.retry')}
            </Button>
            <Button size="small" type="text" onClick={() => onDrop(id)}>
              {t('app.cancel')}
            </Button>
          </>
        }
      />
    )
  return (
    <fieldset className="note-upload" aria-label={file.name}>
      {state.kind === 'there' ? <img src={state.address} alt="" /> : null}
      <div>
        <label htmlFor={name}>{t('notes.alt')}</label>
        <Input
          id={name}
          size="small"
          value={alt}
          maxLength={300}
          placeholder={t('notes.altHint')}
          onChange={event => setAlt(event.target.value)}
          onPressEnter={give}
        />
        {state.kind === 'sending' ? (
          <Progress size="small" percent={Math.round(state.part * 100)} aria-label={t('notes.sending')} />
        ) : null}
        <Button size="small" type="primary" disabled={state.kind !== 'there'} onClick={give}>
          {t('notes.insert')}
        </Button>{' '}
        <Button size="small" onClick={() => onDrop(id)}>
          {t('app.cancel')}
        </Button>
      </div>
    </fieldset>
  )
}
