import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Modal, Progress, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SheetInfo } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { sentenceOf } from '../app/ApiError.ts'
import { ImportDone } from './ImportDone.tsx'
import { ImportList } from './ImportList.tsx'
import { ImportPreviewView } from './ImportPreviewView.tsx'
import { type Import, useImport } from './useImport.ts'

interface Props {
  readonly sheet: SheetInfo
  readonly columns: readonly Column[]
  readonly zone: string
  readonly onClose: () => void
}

/** Brings a file into the sheet: choose, see what was understood and what will be refused and why, confirm (PAGE-18). */
export function ImportDialog({ sheet, columns, zone, onClose }: Props) {
  const { t } = useTranslation()
  const work = useImport(sheet.id)
  const { stage } = work
  const writing = stage.kind === 'uploading' || (stage.kind === 'preview' && stage.busy === 'writing')
  return (
    <Modal
      open
      width={{ xs: '100%', md: '94%', xl: 1000 }}
      className="import-dialog"
      style={{ top: 28 }}
      title={t('import.title', { sheet: sheet.title })}
      onCancel={onClose}
      closable={!writing}
      mask={{ closable: false }}
      keyboard={!writing}
      footer={<Footer work={work} onClose={onClose} />}
    >
      <Body work={work} sheetId={sheet.id} columns={columns} zone={zone} />
    </Modal>
  )
}

type BodyProps = Pick<Props, 'columns' | 'zone'> & { readonly work: Import; readonly sheetId: string }

function Body({ work, sheetId, columns, zone }: BodyProps) {
  const { t, i18n } = useTranslation()
  const { stage } = work
  const problem = 'error' in stage && stage.error !== undefined ? sentenceOf(stage.error, i18n) : undefined
  switch (stage.kind) {
    case 'choose':
      return (
        <>
          {problem === undefined ? null : <Alert type="error" showIcon role="alert" title={problem} />}
          <ChooseFile onFile={file => void work.upload(file)} />
          <ImportList sheetId={sheetId} columns={columns} zone={zone} />
        </>
      )
    case 'uploading': {
      const percent = Math.round(stage.part * 100)
      return (
        <div className="import-wait" role="status">
          <Progress percent={percent} showInfo={false} />
          {percent < 100 ? t('import.uploading', { percent }) : t('import.reading')}
        </div>
      )
    }
    case 'preview':
      return (
        <>
          {problem === undefined ? null : <Alert type="error" showIcon role="alert" title={problem} />}
          <ImportPreviewView
            preview={stage.preview}
            choice={stage.choice}
            busy={stage.busy !== 'no'}
            columns={columns}
            zone={zone}
            onChoice={choice => void work.choose(choice)}
          />
        </>
      )
    case 'done':
      return <ImportDone id={stage.id} result={stage.result} columns={columns} />
  }
}

function ChooseFile({ onFile }: { readonly onFile: (file: File) => void }) {
  const { t } = useTranslation()
  return (
    <Upload.Dragger
      accept=".xlsx,.csv,.tsv,.txt"
      multiple={false}
      showUploadList={false}
      beforeUpload={file => {
        onFile(file)
        // The dialog sends the file itself, to the sheet's own address and with progress.
        return Upload.LIST_IGNORE
      }}
    >
      <p className="import-icon">
        <InboxOutlined aria-hidden />
      </p>
      <p>{t('import.drop')}</p>
      <p className="quiet">{t('import.formats')}</p>
    </Upload.Dragger>
  )
}

function Footer({ work, onClose }: { readonly work: Import; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { stage } = work
  if (stage.kind === 'done')
    return (
      <Button type="primary" onClick={onClose}>
        {t('import.finish')}
      </Button>
    )
  if (stage.kind !== 'preview') return <Button onClick={onClose}>{t('app.cancel')}</Button>
  const { willAdd, willUpdate } = stage.preview
  const nothing = willAdd + willUpdate === 0
  const writing = stage.busy === 'writing'
  return (
    <>
      <Button onClick={work.restart} disabled={writing}>
        {t('import.back')}
      </Button>
      <Button
        type="primary"
        disabled={nothing || stage.busy === 'updating'}
        loading={writing}
        onClick={() => void work.confirm()}
      >
        {nothing
          ? t('import.nothing')
          : writing
            ? t('imports.writing', { count: willAdd + willUpdate })
            : willUpdate === 0
              ? t('import.confirm', { count: willAdd })
              : t('imports.confirm', { added: willAdd, updated: willUpdate })}
      </Button>
    </>
  )
}
