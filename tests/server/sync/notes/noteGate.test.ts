import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { inspectNote, type NoteAccepted } from '../../../../server/sync/notes/noteGate.ts'
import type { GateRefusal } from '../../../../server/sync/structGate.ts'
import { imagesOf, NOTE_FIELD, noteSize, noteText } from '../../../../shared/notes/noteModel.ts'
import { pick, random } from '../../../sync/harness/random.ts'
import { CONTENT, type Craft, gc, item, skip, update, value } from '../craft.ts'

/** A note behind its gate: Ben (2002) has written a paragraph into it. */
function noted() {
  const doc = new Y.Doc()
  doc.clientID = 2002
  const note = doc.getXmlFragment(NOTE_FIELD)
  const owners = new Map([[2002, 'ben']])
  paragraph(note, 'Ben was here')
  const look = (bytes: Uint8Array, mayEdit = true): GateRefusal | NoteAccepted =>
    inspectNote(bytes, { doc, member: 'ann', mayEdit, owner: client => owners.get(client) })
  const tab = (client = 7) => {
    const own = new Y.Doc()
    own.clientID = client
    Y.applyUpdate(own, Y.encodeStateAsUpdate(doc))
    const fragment = own.getXmlFragment(NOTE_FIELD)
    return { own, fragment, news: () => Y.encodeStateAsUpdate(own, Y.encodeStateVector(doc)) }
  }
  return { doc, note, look, tab }
}

function paragraph(parent: Y.XmlFragment | Y.XmlElement, text: string, marks: object = {}): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  const run = new Y.XmlText()
  run.insert(0, text, marks)
  element.insert(0, [run])
  parent.push([element])
  return element
}

function element(name: string, attributes: Record<string, unknown> = {}): Y.XmlElement {
  const made = new Y.XmlElement(name)
  for (const [key, said] of Object.entries(attributes)) made.setAttribute(key, said as string)
  return made
}

/** What the gate says of an update that a page of somebody's own making sends. */
function verdict(write: (note: Y.XmlFragment, doc: Y.Doc) => void): GateRefusal | 'accepted' {
  const { look, tab } = noted()
  const { own, fragment, news } = tab()
  own.transact(() => write(fragment, own))
  const said = look(news())
  return typeof said === 'string' ? said : 'accepted'
}

const link = (href: unknown, more: object = {}) => ({ link: { href, target: '_blank', rel: null, ...more } })

describe('what an honest editor sends', () => {
  it('NOTE-4 every node and mark of the toolbar comes in', () => {
    expect(
      verdict(note => {
        paragraph(note, '粗体', { bold: {}, italic: {}, underline: {}, strike: {}, code: {} })
        paragraph(note, '链接', link('https://example.org/a?b=c'))
        const heading = element('heading', { level: 2 })
        heading.insert(0, [new Y.XmlText('题')])
        const list = element('orderedList', { start: 3 })
        const entry = element('listItem')
        list.insert(0, [entry])
        const bullets = element('bulletList')
        const inner = element('listItem')
        bullets.insert(0, [inner])
        note.push([heading, list, element('horizontalRule'), element('blockquote')])
        note.push([element('image', { src: '/api/v1/files/abc123', alt: '收据' })])
        paragraph(entry, '第三')
        entry.push([bullets])
        paragraph(inner, '里面').push([element('hardBreak')])
      }),
    ).toBe('accepted')
  })

  it('NOTE-4 typing into a colleague’s paragraph, marking it, deleting it and changing an attribute come in', () => {
    const { doc, look, tab, note } = noted()
    const ann = tab()
    const own = ann.fragment.get(0) as Y.XmlElement
    const run = own.get(0) as Y.XmlText
    run.insert(3, ' Wang')
    run.format(0, 3, { bold: {} })
    const heading = element('heading', { level: 1 })
    ann.fragment.push([heading])
    heading.setAttribute('level', 2 as never)
    const first = look(ann.news())
    expect(first).toMatchObject({ ranges: [{ client: 7 }] })
    Y.applyUpdate(doc, ann.news())
    heading.setAttribute('level', 3 as never)
    run.delete(0, 4)
    const second = look(ann.news())
    expect(typeof second).toBe('object')
    Y.applyUpdate(doc, ann.news())
    expect(noteText(note)).toContain('Wang was here')
    ann.fragment.delete(0, 2)
    expect(typeof look(ann.news())).toBe('object')
  })

  it('NOTE-4 what was written where a colleague has deleted is taken and does not show', () => {
    const { doc, note, look, tab } = noted()
    const ann = tab()
    ;((ann.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(3, ' and Ann')
    ;(ann.fragment.get(0) as Y.XmlElement).push([element('hardBreak')])
    doc.transact(() => note.delete(0, 1))
    expect(typeof look(ann.news())).toBe('object')
    Y.applyUpdate(doc, ann.news())
    expect([noteText(note), noteSize(note)]).toEqual(['', 0])
  })
})

describe('what nobody’s editor sends', () => {
  it.each<[string, (note: Y.XmlFragment, doc: Y.Doc) => void, GateRefusal]>([
    ['another root', (_, doc) => doc.getMap('gens').set('a', 1), 'foreign-root'],
    ['another text', (_, doc) => doc.getText('x').insert(0, 'hidden'), 'foreign-root'],
    ['an unknown node', note => note.push([element('iframe')]), 'nested-type'],
    ['a node called root', note => note.push([element('root')]), 'nested-type'],
    ['bare text', note => note.push([new Y.XmlText('x')]), 'nested-type'],
    ['a paragraph in a paragraph', note => paragraph(note, 'a').push([element('paragraph')]), 'nested-type'],
    ['an item without a list', note => note.push([element('listItem')]), 'nested-type'],
    ['a hook', note => note.push([new Y.XmlHook('h') as never]), 'nested-type'],
    ['a style', note => note.push([element('paragraph', { style: 'position:fixed' })]), 'bad-value'],
    ['a handler', note => note.push([element('image', { onerror: 'alert(1)' })]), 'bad-value'],
    ['a level nobody has', note => note.push([element('heading', { level: 7 })]), 'bad-value'],
    ['a map as an attribute', note => note.push([element('heading', { level: new Y.Map() })]), 'nested-type'],
    ['an embedded map', note => textIn(note).insertEmbed(0, new Y.Map()), 'nested-type'],
    ['an embedded thing', note => textIn(note).insertEmbed(0, { src: 'x' }), 'bad-content'],
    ['an unknown mark', note => textIn(note).format(0, 1, { highlight: {} }), 'bad-value'],
    ['a mark with more in it', note => textIn(note).format(0, 1, { bold: { class: 'x' } }), 'bad-value'],
  ])('NOTE-4 %s is refused', (_, write, reason) => {
    expect(verdict(write)).toBe(reason)
  })

  it.each([
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['ftp://example.org'],
    [' java\nscript:alert(1)'],
    [7],
    [`https://${'a'.repeat(3000)}.org`],
  ])('NOTE-5 no link leads to %s', href => {
    expect(verdict(note => textIn(note).format(0, 1, link(href)))).toBe('bad-value')
  })

  it('NOTE-5 a link carries nothing but its address, and a picture is one of this hub’s files', () => {
    expect(verdict(note => textIn(note).format(0, 1, link('https://a.org', { class: 'modal' })))).toBe('bad-value')
    expect(verdict(note => textIn(note).format(0, 1, { link: {} }))).toBe('bad-value')
    for (const src of ['data:image/png;base64,AA', 'https://a.org/x.png', '//a.org/x.png', '/api/v1/session', 7])
      expect(
        verdict(note => note.push([element('image', { src })])),
        String(src),
      ).toBe('bad-value')
  })

  it('NOTE-3 structs of another’s client id, gaps and what is not there are refused; a reader changes nothing', () => {
    const { look, tab } = noted()
    const root = { parent: NOTE_FIELD }
    const node = (name: string): Craft =>
      item(root, CONTENT.type, encoder => {
        encoding.writeVarUint(encoder, 3)
        encoding.writeVarString(encoder, name)
      })
    const from = (client: number, clock: number, ...items: Craft[]) => update({ structs: [{ client, clock, items }] })
    const ben = Y.getState(noted().doc.store, 2002)
    expect(typeof look(from(7, 0, node('paragraph')))).toBe('object')
    expect(look(from(2002, ben, node('paragraph')))).toBe('forged-client')
    expect(look(from(7, 1, node('paragraph')))).toBe('gap')
    expect(look(from(7, 0, skip(3), node('paragraph')))).toBe('gap')
    expect(look(from(7, 0, value({ origin: { client: 9, clock: 5 } }, 'x')))).toBe('missing-dependency')
    expect(look(from(7, 0, value({ parent: { client: 2002, clock: 0 }, key: 'level' }, 'x')))).toBe('bad-value')
    expect(look(update({ deletes: [[2002, [[0, ben + 5]]]] }))).toBe('future-delete')
    expect(look(Uint8Array.of(1, 2, 3))).toBe('malformed')
    const ann = tab()
    paragraph(ann.fragment, 'x')
    expect(look(ann.news(), false)).toBe('read-only')
    expect(look(update({ deletes: [[2002, [[0, 1]]]] }), false)).toBe('read-only')
  })

  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    'NOTE-3 NOTE-4 whatever it lets in leaves a note of known nodes only, seed %i',
    seed => {
      const next = random(seed)
      const { doc, look, tab } = noted()
      const ann = tab()
      paragraph(ann.fragment, 'Ann', link('https://a.org'))
      ann.fragment.push([element('image', { src: '/api/v1/files/a1', alt: 'x' }), element('bulletList')])
      const honest = ann.news()
      let taken = 0
      for (let i = 0; i < 800; i++) {
        const bytes = i % 3 === 0 ? mutated(honest, next) : crafted(next)
        if (typeof look(bytes) === 'string') continue
        taken++
        const copy = new Y.Doc()
        Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
        const note = copy.getXmlFragment(NOTE_FIELD)
        Y.applyUpdate(copy, bytes)
        expect([copy.store.pendingStructs, copy.store.pendingDs, copy.subdocs.size, [...copy.share.keys()]]).toEqual([
          null,
          null,
          0,
          [NOTE_FIELD],
        ])
        expect(Y.getState(copy.store, 2002)).toBe(Y.getState(doc.store, 2002))
        for (const src of imagesOf(note)) expect(src).toMatch(/^(\/api\/v1\/files\/[a-z0-9]+)?$/)
        expect(note.toString()).not.toMatch(/javascript:|<iframe/i)
      }
      expect(taken).toBeGreaterThan(0)
    },
  )
})

/** The run of text of a fresh paragraph. */
function textIn(note: Y.XmlFragment): Y.XmlText {
  return paragraph(note, 'text').get(0) as Y.XmlText
}

function mutated(bytes: Uint8Array, next: () => number): Uint8Array {
  const copy = bytes.slice()
  for (let n = 0; n <= next() * 3; n++) copy[Math.floor(next() * copy.length)] = Math.floor(next() * 256)
  return copy
}

function crafted(next: () => number): Uint8Array {
  const id = () => ({ client: pick([7, 2002], next), clock: Math.floor(next() * 6) })
  const node = (place: Parameters<typeof item>[0]): Craft =>
    item(place, CONTENT.type, encoder => {
      const kind = pick([1, 2, 3, 4, 6], next)
      encoding.writeVarUint(encoder, kind)
      if (kind === 3)
        encoding.writeVarString(encoder, pick(['paragraph', 'heading', 'iframe', 'image', 'listItem'], next))
    })
  const place = () =>
    pick(
      [{ parent: NOTE_FIELD }, { parent: 'other' }, { parent: id() }, { origin: id() }, { parent: id(), key: 'src' }],
      next,
    )
  const craft = (): Craft => {
    const at = place()
    return pick(
      [
        () => node(at),
        () => value(at, pick(['/api/v1/files/a', 'javascript:x', 2, null], next)),
        () => item(at, CONTENT.text, encoder => encoding.writeVarString(encoder, 'x')),
        () =>
          item(at, CONTENT.format, encoder => {
            encoding.writeVarString(encoder, pick(['bold', 'link', 'evil'], next))
            encoding.writeVarString(
              encoder,
              pick(['{}', 'null', '{"href":"javascript:x"}', '{"href":"https://a.org"}'], next),
            )
          }),
        () => gc(1),
      ],
      next,
    )()
  }
  return update({
    structs: [{ client: 7, clock: 0, items: Array.from({ length: 1 + Math.floor(next() * 4) }, craft) }],
    deletes: next() < 0.2 ? [[2002, [[Math.floor(next() * 4), 1]]]] : [],
  })
}
