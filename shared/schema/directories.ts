/**
 * Who is there to help: volunteers, organizations, communities – and the empty sheet. No template has a column for contacts: names and numbers of
 * persons do not belong in a shared sheet (docs/SPEC.md COL-2).
 */
import type { Column, SheetSchema } from './column.ts'
import { choice, count, date, text, yesNo } from './makeColumn.ts'
import { note, organization, place } from './sharedColumns.ts'

/** What a row is about; always filled in. */
const title = (zh: string, en: string, synonyms: readonly string[] = []): Column =>
  text('title', zh, en, { required: true, width: 200, synonyms })

const places = (...ids: readonly string[]): Column[] => place.filter(({ id }) => ids.includes(id))

export const VOLUNTEERS: SheetSchema = {
  kind: 'volunteers',
  title: { zh: '志愿者', en: 'Volunteers' },
  about: {
    zh: '谁能做什么、在哪里、何时有空；只写代号，不写姓名电话。',
    en: 'Who can do what, where and when; code names only, no contacts.',
  },
  columns: [
    text('code', '代号', 'Code name', {
      required: true,
      width: 120,
      synonyms: ['编号', '志愿者编号', 'volunteer id'],
      hxl: '#meta+code',
      help: {
        zh: '编号或昵称，不写真实姓名与电话。',
        en: 'A number or nickname, never a real name or a phone number.',
      },
    }),
    organization,
    choice('team', '小组', 'Team', [
      ['recruiting', '招募', 'Recruiting', '志愿者招募'],
      ['training', '培训', 'Training', '志愿者培训'],
      ['liaison', '联络', 'Liaison', '对外联络'],
      ['communityDesk', '社区对接', 'Community desk'],
      ['goods', '物资', 'Goods', '物资管理'],
      ['delivery', '配送', 'Delivery', '物资派送'],
      ['opinion', '舆情', 'Opinion watch', '舆情监测'],
      ['support', '心理支持', 'Psychological support', '心理'],
      ['publicity', '宣传', 'Publicity', '外部宣传'],
    ]),
    choice('mode', '方式', 'Mode', [
      ['online', '线上', 'Online', '远程'],
      ['onSite', '线下', 'On site', '现场'],
      ['both', '均可', 'Both', '都可以'],
    ]),
    text('skills', '技能', 'Skills', { synonyms: ['特长', '专业', 'skill'], hxl: '#capacity+skills' }),
    ...places('province', 'city', 'district'),
    choice('vehicle', '车辆', 'Vehicle', [
      ['none', '无', 'None', '没有'],
      ['car', '轿车', 'Car', '小车', '私家车'],
      ['van', '面包车', 'Van'],
      ['truck', '货车', 'Truck', '卡车'],
    ]),
    yesNo('pass', '有通行证', 'Has a pass', { synonyms: ['通行证'] }),
    text('availability', '可用时段', 'Availability', { synonyms: ['空闲时间', '时间段', '可服务时间'] }),
    choice('status', '状态', 'Status', [
      ['registered', '已报名', 'Registered', '报名'],
      ['ready', '可上岗', 'Ready', '已培训'],
      ['serving', '服务中', 'Serving', '在岗'],
      ['resting', '休整', 'Resting', '休息'],
      ['left', '已退出', 'Left', '退出'],
    ]),
    note,
  ],
}

export const ORGANIZATIONS: SheetSchema = {
  kind: 'organizations',
  title: { zh: '机构', en: 'Organizations' },
  about: { zh: '哪些机构在做什么、覆盖哪里。', en: 'Which organizations do what, and where.' },
  columns: [
    { ...organization, required: true },
    choice('orgType', '机构类型', 'Type', [
      ['ngo', '社会组织', 'NGO', '公益组织'],
      ['foundation', '基金会', 'Foundation'],
      ['government', '政府部门', 'Government', '政府'],
      ['hospital', '医疗机构', 'Medical institution'],
      ['company', '企业', 'Company'],
      ['volunteerTeam', '志愿者队伍', 'Volunteer team', '志愿团队'],
    ]),
    text('services', '能提供什么', 'What it offers', { width: 220, synonyms: ['服务内容', '服务'], hxl: '#capacity' }),
    ...places('province', 'city', 'district', 'place'),
    text('coverage', '服务范围', 'Coverage', { synonyms: ['覆盖范围', '服务区域'] }),
    count('people', '可投入人数', 'People available', { synonyms: ['人数', '人员数'], hxl: '#capacity+people' }),
    choice('status', '状态', 'Status', [
      ['active', '响应中', 'Active'],
      ['standby', '待命', 'Standby'],
      ['ended', '已结束', 'Ended', '结束'],
    ]),
    note,
  ],
}

export const COMMUNITIES: SheetSchema = {
  kind: 'communities',
  title: { zh: '社区', en: 'Communities' },
  about: { zh: '对接了哪些社区、多少人、现在怎样。', en: 'The communities in touch, their size and state.' },
  columns: [
    title('社区名称', 'Community', ['社区', '小区名称', 'community name']),
    ...places('province', 'city', 'district', 'place', 'latitude', 'longitude'),
    count('households', '户数', 'Households', { hxl: '#population+households' }),
    count('people', '人数', 'People', { synonyms: ['总人数'], hxl: '#population' }),
    count('elderly', '独居老人', 'Elderly living alone', { hxl: '#population+elderly' }),
    count('pregnant', '孕产妇', 'Pregnant women', { hxl: '#population+pregnant' }),
    count('chronic', '慢病用药', 'On regular medicine', { synonyms: ['慢性病人数'] }),
    choice('control', '管控状态', 'Control', [
      ['closed', '封控', 'Closed', '封闭'],
      ['limited', '管控', 'Limited'],
      ['watch', '防范', 'Watched'],
      ['open', '已解除', 'Open', '解封'],
    ]),
    text('liaisonTeam', '对接小组', 'Desk in charge', { synonyms: ['对接'] }),
    date('lastVisit', '最近回访', 'Last visit', { synonyms: ['回访日期'], hxl: '#date+visited' }),
    note,
  ],
}

export const BLANK: SheetSchema = {
  kind: 'blank',
  title: { zh: '空白表格', en: 'Empty sheet' },
  about: { zh: '只有标题和备注，列由您自己加。', en: 'A title and a note; add the columns yourself.' },
  columns: [title('标题', 'Title', ['名称']), note],
}
