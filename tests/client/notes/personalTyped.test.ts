import { Schema } from '@tiptap/pm/model'
import { EditorState, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { describe, expect, it } from 'vitest'
import { personalIn, personalTyped } from '../../../client/notes/personalTyped.ts'

const schema = new Schema({
  nodes: { doc: { content: 'paragraph+' }, paragraph: { content: 'text*' }, text: {} },
})
const PHONE = '13800000001'

function note(...paragraphs: readonly string[]): EditorState {
  const blocks = paragraphs.map(text => schema.node('paragraph', null, text === '' ? [] : [schema.text(text)]))
  return EditorState.create({ doc: schema.node('doc', null, blocks) })
}
const typed = (state: EditorState, write: (tr: Transaction) => Transaction) => personalTyped(write(state.tr))

describe('a number typed into a note', () => {
  it('VAULT-24 is noticed with its last digit, and when it is pasted', () => {
    expect(typed(note('1380000000'), tr => tr.insertText('1', 11))).toEqual([PHONE])
    expect(typed(note(''), tr => tr.insertText(`问过了，${PHONE}`, 1))).toEqual([PHONE])
    expect(typed(note('138000000'), tr => tr.insertText('0', 10))).toEqual([])
  })

  it('VAULT-24 what is there already is not, whoever wrote it, nor is a colleague’s', () => {
    expect(typed(note(`问 ${PHONE}`), tr => tr.insertText('请', 1))).toEqual([])
    expect(typed(note(''), tr => tr.insertText(PHONE, 1).setMeta(ySyncPluginKey, {}))).toEqual([])
  })

  it('VAULT-24 several steps of one transaction are all looked at', () => {
    const both = typed(note('', ''), tr => tr.insertText(PHONE, 1).insertText('13900000002', tr.doc.content.size - 1))
    expect(both).toEqual([PHONE, '13900000002'])
    expect([...personalIn(note('甲', PHONE).doc)]).toEqual([PHONE])
  })
})
