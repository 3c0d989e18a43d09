import { CopyOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App as AntApp, Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../ui/copyText.ts'

interface Props {
  readonly link: string
  /** What stands over the code, on screen and on paper. */
  readonly heading: string
  readonly children?: ReactNode
  readonly printable?: boolean
}

/** A link shown once: as a code to scan, to copy, to print. */
export function SecretLink({ link, heading, children, printable = false }: Props) {
  const { t } = useTranslation()
  const { message } = AntApp.useApp()
  const { data: picture } = useQuery({
    // A secret: it is forgotten with the dialog.
    queryKey: ['qr', link],
    gcTime: 0,
    queryFn: async () => {
      const { default: QRCode } = await import('qrcode')
      const svg = await QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
      return `data:image/svg+xml,${encodeURIComponent(svg)}`
    },
  })
  const copy = async (): Promise<void> => {
    if (await copyText(link)) message.success(t('members.invitation.copied'))
    else message.warning(t('members.invitation.copyFailed'))
  }
  return (
    <div className="secret-link">
      <div className="secret-paper">
        <h2>{heading}</h2>
        {picture === undefined ? null : <img src={picture} alt={t('members.invitation.qr')} width={208} height={208} />}
        {children}
        <p className="secret-address">{link}</p>
      </div>
      <Input readOnly value={link} aria-label={t('members.invitation.copy')} onFocus={event => event.target.select()} />
      <div className="secret-buttons">
        <Button type="primary" icon={<CopyOutlined aria-hidden />} onClick={() => void copy()}>
          {t('members.invitation.copy')}
        </Button>
        {printable ? (
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>
            {t('members.invitation.print')}
          </Button>
        ) : null}
      </div>
      <p className="quiet">{t('members.invitation.once')}</p>
    </div>
  )
}
