import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  type DuplicatesChoice,
  type ImportPreview,
  importPreview,
  importResult,
  type Refusal,
} from '../../shared/protocol/imports.ts'
import { REFUSAL_TEXT } from '../../shared/schema/refusalText.ts'
import { type Command, type CommandCall, CommandError, EXIT, type Io, needed, text } from './command.ts'
import { withHub } from './connect.ts'
import { sheetNamed } from './sheetNamed.ts'

/** Refusals told in full; the rest are counted. */
const TOLD = 50

/**
 * Puts a file into a sheet. What does not fit is told first, cell by cell, and then needs --yes: nothing is left out unseen. Without --duplicates rows
 * whose id is there are left alone and rows that only look alike are added; --dry-run tells the plan and changes nothing.
 */
export const command: Command = {
  usage: 'import <file> --sheet S [--table T] [--duplicates update|skip|new] [--dry-run] [--yes] [--json]',
  options: {
    sheet: { type: 'string' },
    table: { type: 'string' },
    duplicates: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  operands: 1,
  run: async call => {
    const { config, io, operands, values } = call
    const path = operands[0] ?? ''
    const choice = { table: text(call, 'table'), duplicates: duplicatesOf(call) }
    const file = await readFile(path).catch((cause: unknown) => {
      throw new CommandError(`${path} cannot be read.`, EXIT.failed, { cause })
    })
    return withHub(config, async hub => {
      const sheet = await sheetNamed(hub, needed(call, 'sheet'))
      const sent = await hub.call('POST', `/sheets/${sheet.id}/imports`, { file, name: basename(path) })
      let preview = importPreview.parse(await sent.json())
      if (choice.duplicates !== undefined || (choice.table ?? preview.table) !== preview.table)
        preview = await hub.post(`/imports/${preview.id}/preview`, choice, importPreview)
      tell(io, preview, sheet.title)
      if (values['dry-run'] === true) {
        tellMatches(io, preview)
        io.say('只是预览，没有导入任何内容。  A dry run: nothing has been imported.')
        io.value(preview)
        return EXIT.done
      }
      if (preview.refusalCount > 0 && values.yes !== true) {
        io.say('没有导入任何内容。确认请加 --yes。  Nothing has been imported; add --yes to go on.')
        return EXIT.failed
      }
      const result = await hub.post(`/imports/${preview.id}/confirm`, {}, importResult)
      io.line(
        `导入 ${result.added} 行，更新 ${result.updatedRows} 行，已有 ${result.alreadyThere} 行，未导入 ${result.refusedRows} 行。  ${result.added} rows added, ${result.updatedRows} updated, ${result.alreadyThere} were there, ${result.refusedRows} refused.`,
      )
      if (result.leftCount > 0)
        io.say(
          `${result.leftCount} 格刚被别人修改，未覆盖。  ${result.leftCount} cells were changed meanwhile and left alone.`,
        )
      io.value(result)
      return EXIT.done
    })
  },
}

/** The same for rows with an id and for rows that look alike. */
function duplicatesOf(call: CommandCall): DuplicatesChoice | undefined {
  const wanted = text(call, 'duplicates')
  if (wanted === undefined) return undefined
  if (wanted !== 'update' && wanted !== 'skip' && wanted !== 'new')
    throw new CommandError('--duplicates: update, skip or new.', EXIT.usage)
  return { same: wanted, alike: wanted }
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
    `${preview.rowCount} 行 rows: ${preview.willAdd} 新增 new, ${preview.willUpdate} 更新 to update, ${preview.alreadyThere} 已有 there already, ${preview.willSkip} 相似跳过 alike, left out, ${preview.refusalCount} 处不合 refusals`,
  )
  for (const { line, header, text: cell, reason, effect } of preview.refusals.slice(0, TOLD))
    io.say(
      `  第 ${line} 行 line ${line}, ${header}: ${JSON.stringify(cell)} – ${reasonText(reason)} (${EFFECTS[effect]})`,
    )
  if (preview.refusalCount > TOLD) io.say(`  …… ${preview.refusalCount - TOLD} more`)
}

/** What would become of lines whose rows are in the sheet already, cell by cell. */
function tellMatches(io: Io, { matches, matchCount }: ImportPreview): void {
  for (const { line, row, by, choice, changes, label } of matches.slice(0, TOLD)) {
    io.say(`  第 ${line} 行 line ${line} = ${row} ${JSON.stringify(label)} (${by}): ${choice}`)
    for (const { column, old, new: value, conflict } of changes)
      io.say(`    ${column}: ${JSON.stringify(old)} → ${JSON.stringify(value)}${conflict ? ' 冲突 conflict' : ''}`)
  }
  if (matchCount > TOLD) io.say(`  …… ${matchCount - TOLD} more`)
}
