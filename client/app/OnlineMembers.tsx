import { Avatar, Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Member } from '../../shared/protocol/http.ts'
import type { Column } from '../../shared/schema/column.ts'
import { lettersOn } from '../grid/PresenceStyle.ts'
import type { SheetView } from '../grid/SheetView.ts'
import { useLanguage } from '../i18n/language.ts'
import type { Peer } from '../sync/session.ts'
import { usePeers } from '../ui/useSession.ts'

/** Faces shown before the rest is only counted. */
const FACES = 4

/** One entry a person, however many tabs they have; the tab that is in a cell speaks for them. */
export function people(peers: readonly Peer[]): readonly Peer[] {
  const byPerson = new Map<string, Peer>()
  for (const peer of peers) {
    const person = `${peer.color} ${peer.name}`
    if (byPerson.get(person)?.cell === undefined) byPerson.set(person, peer)
  }
  return [...byPerson.values()]
}

/** Two letters at most: the end of a Chinese name, which tells people of one family apart, else the first letter. */
export const faceOf = (name: string): string =>
  /\p{Script=Han}/u.test(name)
    ? [...name.replace(/[（(].*$/u, '').trim()].slice(-2).join('')
    : (name.trim()[0]?.toUpperCase() ?? '?')

interface Props {
  readonly view: SheetView
  readonly me: Member
  readonly columns: readonly Column[]
}

/** Who is in this sheet now: faces in the colours of their cursors, and a list that says where each one is. */
export function OnlineMembers({ view, me, columns }: Props) {
  const { t } = useTranslation()
  const others = people(usePeers(view.session)).filter(({ name, color }) => name !== me.name || color !== me.color)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      content={
        <ul className="online-list">
          <li>
            <Face name={me.name} color={me.color} /> <span>{t('frame.onlineYou', { name: me.name })}</span>
          </li>
          {others.map(peer => (
            <OnlinePeer key={peer.client} peer={peer} view={view} columns={columns} />
          ))}
        </ul>
      }
    >
      <Button type="text" size="small" className="online" aria-label={t('frame.online', { count: others.length + 1 })}>
        <Avatar.Group>
          {others.slice(0, FACES).map(({ client, name, color }) => (
            <Face key={client} name={name} color={color} />
          ))}
        </Avatar.Group>
        {others.length > FACES ? <span>+{others.length - FACES}</span> : null}
        <span className="online-word">{t('frame.online', { count: others.length + 1 })}</span>
      </Button>
    </Popover>
  )
}

function OnlinePeer({
  peer,
  view,
  columns,
}: {
  readonly peer: Peer
  readonly view: SheetView
  readonly columns: readonly Column[]
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { cell } = peer
  const row = cell === undefined ? undefined : view.rowNumber(cell.row)
  const column = columns.find(({ id }) => id === cell?.column)?.label[language]
  return (
    <li>
      <Face name={peer.name} color={peer.color} />
      <span>{peer.name}</span>
      {cell === undefined || row === undefined || column === undefined ? null : (
        <Button type="link" size="small" onClick={() => view.reveal(cell)}>
          {t('frame.inCell', { row, column })}
        </Button>
      )}
    </li>
  )
}

const Face = ({ name, color }: { readonly name: string; readonly color: string }) => (
  <Avatar size={22} style={{ background: color, color: lettersOn(color) }} className="face">
    {faceOf(name)}
  </Avatar>
)
