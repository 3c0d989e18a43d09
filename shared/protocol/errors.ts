/**
 * The closed table of everything that can go wrong between client and server: one row a code, for HTTP and for the sync socket.
 * Anything else thrown is a bug. docs/SPEC.md ERR-1; tests compare this table with docs/ERRORS.md in both directions.
 */

export interface ErrorRow {
  /** HTTP status of the problem document. */
  readonly status: number
  /** WebSocket close code. 4400–4499 stop y-websocket from reconnecting; 1013 is retried. */
  readonly close: number
  /** Whether the same call may succeed later without a person changing something. */
  readonly retry: 'never' | 'later'
  readonly log: 'debug' | 'info' | 'warn' | 'error'
  /** For a person, naming what to do. */
  readonly zh: string
  readonly en: string
}

const row = (
  status: number,
  close: number,
  retry: ErrorRow['retry'],
  log: ErrorRow['log'],
  zh: string,
  en: string,
): ErrorRow => ({ status, close, retry, log, zh, en })

export const ERRORS = {
  'not-signed-in': row(401, 4401, 'never', 'info', '请先登录。', 'Sign in first.'),
  'wrong-credentials': row(401, 4401, 'never', 'info', '用户名或密码不对。', 'The name or the password is wrong.'),
  'outside-sign-in': row(
    502,
    4401,
    'never',
    'warn',
    '用外部账号没有登录成功，请重试，或用用户名登录。',
    'Signing in with the account from elsewhere failed; try again, or use your user name.',
  ),
  'link-used': row(410, 4401, 'never', 'info', '这个链接已经用过或过期。', 'This link has been used or has expired.'),
  'no-right': row(403, 4403, 'never', 'info', '您没有权限做这件事。', 'You may not do this.'),
  'wrong-origin': row(
    403,
    4403,
    'never',
    'warn',
    '请求来自别的网站，已拒绝。',
    'The request came from another site and was refused.',
  ),
  'edit-refused': row(
    403,
    4403,
    'never',
    'warn',
    '服务器拒绝了这次修改；文字已为您保留。',
    'The server refused this change; your text is kept.',
  ),
  'mass-delete': row(
    403,
    4403,
    'never',
    'warn',
    '一分钟内清空了太多单元格，已停止；内容没有丢失。',
    'Too many cells were emptied within a minute; stopped, nothing is lost.',
  ),
  'mass-overwrite': row(
    403,
    4403,
    'never',
    'warn',
    '一分钟内改写了太多别人填的单元格，已停止；内容没有丢失。',
    'Too many cells others had filled in were overwritten within a minute; stopped, nothing is lost.',
  ),
  'waits-for-nod': row(
    403,
    4403,
    'never',
    'info',
    '新成员的修改需要协调员同意后才进入表格；您的文字已保留。',
    "A newcomer's edits need a coordinator's nod before they enter the sheet; your text is kept.",
  ),
  'rights-changed': row(
    403,
    1013,
    'later',
    'info',
    '您的权限有变动，正在重新连接。',
    'Your rights have changed; connecting again.',
  ),
  archived: row(
    403,
    4403,
    'never',
    'info',
    '这张表格已归档，只能查看；协调员可以恢复。',
    'This sheet is archived and can only be read; a coordinator can restore it.',
  ),
  closed: row(
    403,
    4403,
    'never',
    'info',
    '这次行动已经结束，只能查看；管理员可以重新打开。',
    'This operation is closed and can only be read; an admin can open it again.',
  ),
  'vault-locked': row(
    503,
    1013,
    'later',
    'error',
    '隐私信息暂时打不开：服务器缺少密钥文件，请联系管理员。',
    'Personal details cannot be opened: the server lacks its key file; ask who runs it.',
  ),
  'not-found': row(404, 4404, 'never', 'info', '没有找到。', 'Not found.'),
  'no-such-document': row(
    404,
    4404,
    'never',
    'info',
    '没有这张表格，或它已换了新版本。',
    'There is no such sheet, or it has a new edition.',
  ),
  conflict: row(409, 4409, 'never', 'info', '与已有内容冲突。', 'It conflicts with what is there.'),
  'key-reused': row(
    409,
    4409,
    'never',
    'info',
    '同一个幂等键已用于另一个请求。',
    'The same Idempotency-Key was used for another request.',
  ),
  'too-large': row(413, 4413, 'never', 'info', '内容太大，超过了上限。', 'It is larger than the limit.'),
  'bad-request': row(400, 4400, 'never', 'info', '请求格式不对。', 'The request is not well formed.'),
  malformed: row(400, 4400, 'never', 'warn', '收到的数据已损坏。', 'The data received is damaged.'),
  'bad-file': row(422, 4422, 'never', 'info', '无法读取这个文件。', 'The file cannot be read.'),
  'rate-limited': row(429, 1013, 'later', 'info', '操作太快，请稍等片刻。', 'Too fast; wait a moment.'),
  overloaded: row(503, 1013, 'later', 'warn', '服务器正忙，请稍后再试。', 'The server is busy; try again shortly.'),
  'not-saved': row(
    503,
    1013,
    'later',
    'error',
    '未保存：服务器暂时无法写入磁盘。',
    'Not saved: the server cannot write to its disk now.',
  ),
  'disk-full': row(503, 1013, 'later', 'error', '未保存：服务器磁盘已满。', 'Not saved: the server disk is full.'),
  unavailable: row(
    503,
    1013,
    'later',
    'error',
    '这张表格暂时无法打开；内容没有丢失。',
    'This sheet cannot be opened now; nothing is lost.',
  ),
  internal: row(500, 1011, 'later', 'error', '服务器出错了；已记录。', 'The server failed; it has been recorded.'),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

/**
 * A failure with a row in ERRORS. `detail` names the thing (file, sheet, row, column) in plain words and goes to the person;
 * it never carries a secret or a cell's content.
 */
export class HubError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  /** Which fields of what was sent do not fit, and why; empty where it is not about fields. */
  readonly fields: readonly FieldFault[]
  constructor(
    code: ErrorCode,
    detail?: string,
    options: ErrorOptions & { readonly fields?: readonly FieldFault[] } = {},
  ) {
    super(detail === undefined ? ERRORS[code].en : `${ERRORS[code].en} ${detail}`, options)
    this.name = 'HubError'
    this.code = code
    this.detail = detail
    this.fields = options.fields ?? []
  }
}

/** A field of a form by its id, and the code of what is wrong with it. */
export interface FieldFault {
  readonly field: string
  readonly reason: string
}
