import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ImportPreview, importPreview, importResult, type Refusal } from '../../shared/protocol/http.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { type Command, CommandError, EXIT, type Io, needed, text } from './command.ts'
import { withHub } from './connect.ts'
import { sheetNamed } from './sheetNamed.ts'

/** Refusals told in full; the rest are counted. */
const TOLD = 50

/** Puts a file into a sheet. What does not fit is told first, cell by cell, and then needs --yes: nothing is left out unseen. */
export const command: Command = {
  usage: 'import <file> --sheet S [--table T] [--yes] [--json]',
  options: { sheet: { type: 'string' }, table: { type: 'string' }, yes: { type: 'boolean' } },
  operands: 1,
  run: async call => {
    const { config, io, operands, values } = call
    const path = operands[0] ?? ''
    const file = await readFile(path).catch((cause: unknown) => {
      throw new CommandError(`${path} cannot be read.`, EXIT.failed, { cause })
    })
    return withHub(config, async hub => {
      const sheet = await sheetNamed(hub, needed(call, 'sheet'))
      const sent = await hub.call('POST', `/sheets/${sheet.id}/imports`, { file, name: basename(path) })
      let preview = importPreview.parse(await sent.json())
      const table = text(call, 'table')
      if (table !== undefined && table !== preview.table)
        preview = await hub.post(`/imports/${preview.id}/preview`, { table }, importPreview)
      tell(io, preview, sheet.title)
      if (preview.refusalCount > 0 && values.yes !== true) {
        io.say('没有导入任何内容。确认请加 --yes。  Nothing has been imported; add --yes to go on.')
        return EXIT.failed
      }
      const result = await hub.post(`/imports/${preview.id}/confirm`, {}, importResult)
      io.line(
        `导入 ${result.added} 行，已有 ${result.alreadyThere} 行，未导入 ${result.refusedRows} 行。  ${result.added} rows added, ${result.alreadyThere} were there, ${result.refusedRows} refused.`,
      )
      io.value(result)
      return EXIT.done
    })
  },
}

const EFFECTS: Readonly<Record<Refusal['effect'], string>> = {
  note: '记入备注 kept in the note',
  row: '整行不导入 the row stays out',
  out: '此格不导入 this cell stays out',
}

/** The hub's code in words; a newer hub's code as it is. */
const reasonText = (code: string): string => {
  const sentence = Object.entries(REFUSAL_TEXT).find(([reason]) => reason === code)?.[1]
  return sentence === undefined ? code : `${sentence.zh} ${sentence.en}`
}

function tell(io: Io, preview: ImportPreview, title: string): void {
  io.say(`${preview.fileName} · ${preview.table} · ${preview.encoding} → ${title}`)
  for (const { header, column } of preview.columns) io.say(`  ${header} → ${column ?? '备注 note'}`)
  io.say(
    `${preview.rowCount} 行 rows: ${preview.willAdd} 新增 new, ${preview.alreadyThere} 已有 there already, ${preview.refusalCount} 处不合 refusals`,
  )
  for (const { line, header, text: cell, reason, effect } of preview.refusals.slice(0, TOLD))
    io.say(
      `  第 ${line} 行 line ${line}, ${header}: ${JSON.stringify(cell)} – ${reasonText(reason)} (${EFFECTS[effect]})`,
    )
  if (preview.refusalCount > TOLD) io.say(`  …… ${preview.refusalCount - TOLD} more`)
}
