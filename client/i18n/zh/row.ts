/** The fields of a row as a form. */
export const row = {
  blank: '（空）',
  yes: '是',
  no: '否',
  required: '必填',
  refused: '未写入',
  waiting: '等待网络',
  saving: '正在保存',
  notSaved: '未保存',
  saved: '已保存',
  notWritten: '文字为您保留在这里，改好后才会写入表格。',
  here: '{{names}} 在这里',
  theirs: '同事刚刚写入：{{text}}',
  takeTheirs: '采用同事的内容',
} as const
