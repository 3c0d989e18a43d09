/**
 * The nine online teams of a response as Xi'an ran them in 2022: recruiting, training, liaison, community desk, goods, delivery, opinion watch,
 * psychological support, publicity. Each keeps a list of its own work; what people need and have is in the needs and supplies sheets.
 */
import type { Column, SheetKind, SheetSchema } from './column.ts'
import { choice, count, date, dateTime, link, text, yesNo } from './makeColumn.ts'
import { MAX_QUANTITY, note, organization, place, unit } from './sharedColumns.ts'

const title = (zh: string, en: string, synonyms: readonly string[] = []): Column =>
  text('title', zh, en, { required: true, width: 200, synonyms })

const places = (...ids: readonly string[]): Column[] => place.filter(({ id }) => ids.includes(id))

const state = choice(
  'status',
  '状态',
  'Status',
  [
    ['todo', '待办', 'To do', '未开始'],
    ['doing', '进行中', 'In progress', '处理中'],
    ['done', '已完成', 'Done', '完成'],
    ['dropped', '已取消', 'Dropped', '取消'],
  ],
  { synonyms: ['进展', '处理状态'], hxl: '#status' },
)

const shift = text('shift', '班次', 'Shift', { width: 100, synonyms: ['值班班次', '时段'] })

const amount: Column = {
  id: 'quantity',
  label: { zh: '数量', en: 'Quantity' },
  kind: { type: 'number', min: 0, max: MAX_QUANTITY },
  synonyms: ['件数'],
  hxl: '#item+num',
  width: 96,
}

const team = (
  kind: SheetKind,
  zh: string,
  en: string,
  about: readonly [zh: string, en: string],
  columns: readonly Column[],
): SheetSchema => ({
  kind,
  title: { zh, en },
  about: { zh: about[0], en: about[1] },
  columns: [...columns, note],
})

export const TEAMS = {
  recruiting: team(
    'recruiting',
    '志愿者招募',
    'Recruiting',
    ['哪个岗位缺几人、招到几人。', 'Which posts lack how many people.'],
    [
      title('岗位', 'Post', ['招募岗位']),
      choice('mode', '方式', 'Mode', [
        ['online', '线上', 'Online'],
        ['onSite', '线下', 'On site'],
      ]),
      ...places('district', 'place'),
      text('skills', '技能要求', 'Skills wanted', { synonyms: ['要求'], hxl: '#capacity+skills' }),
      count('wanted', '需要人数', 'Wanted', { hxl: '#targeted' }),
      count('signedUp', '已报名', 'Signed up', { hxl: '#reached' }),
      date('neededBy', '到岗日期', 'Needed by', { hxl: '#date+neededby' }),
      link('form', '报名链接', 'Sign-up page'),
      state,
    ],
  ),
  training: team(
    'training',
    '志愿者培训',
    'Training',
    ['岗前培训与分享的场次。', 'Sessions before the first shift, and sharing afterwards.'],
    [
      title('主题', 'Subject', ['培训主题', '课程']),
      choice('form', '形式', 'Form', [
        ['live', '直播', 'Live', '线上直播'],
        ['recorded', '录播', 'Recorded'],
        ['onSite', '现场', 'On site', '线下'],
      ]),
      organization,
      dateTime('startsAt', '开始时间', 'Starts at', { synonyms: ['时间'], hxl: '#date+start' }),
      text('audience', '对象', 'Audience', { synonyms: ['培训对象'] }),
      count('attended', '参加人数', 'Attended', { hxl: '#reached' }),
      link('material', '资料链接', 'Material', { synonyms: ['课件'] }),
      state,
    ],
  ),
  liaison: team(
    'liaison',
    '对外联络',
    'Liaison',
    ['联系了哪些机构、谈什么、到哪一步。', 'Which organizations were approached, about what, how far.'],
    [
      { ...organization, required: true },
      title('事项', 'Matter', ['联系事项', '内容']),
      choice('aim', '目的', 'Aim', [
        ['donation', '捐赠', 'Donation', '募捐'],
        ['permit', '证明与通行', 'Permits', '通行证'],
        ['expertise', '专业支持', 'Expertise'],
        ['partnership', '合作', 'Partnership'],
      ]),
      date('lastTalk', '最近联系', 'Last talk', { synonyms: ['联系日期'], hxl: '#date+contacted' }),
      text('nextStep', '下一步', 'Next step'),
      state,
    ],
  ),
  communityDesk: team(
    'communityDesk',
    '社区对接',
    'Community desk',
    ['每个社区提出的事、由哪个小组跟进。', 'What each community asks for and who follows it up.'],
    [
      title('社区名称', 'Community', ['社区群', '小区名称']),
      ...places('district', 'place'),
      text('request', '诉求', 'Request', { required: true, width: 220, synonyms: ['需求', '问题'] }),
      choice('group', '人群', 'Group', [
        ['elderly', '老人', 'Elderly', '独居老人'],
        ['pregnant', '孕产妇', 'Pregnant women', '孕妇'],
        ['children', '儿童', 'Children', '婴幼儿'],
        ['disabled', '残障', 'Disabled'],
        ['chronic', '慢病', 'Chronically ill', '慢性病'],
        ['stranded', '滞留人员', 'Stranded'],
        ['frontline', '一线人员', 'Front line', '防疫人员'],
        ['all', '全体居民', 'Everybody'],
      ]),
      choice('urgency', '紧急程度', 'Urgency', [
        ['critical', '特急', 'Critical'],
        ['urgent', '紧急', 'Urgent'],
        ['normal', '一般', 'Normal'],
      ]),
      shift,
      dateTime('raisedAt', '提出时间', 'Raised at', { synonyms: ['时间'], hxl: '#date+reported' }),
      yesNo('inNeeds', '已进需求表', 'In the needs sheet'),
      state,
    ],
  ),
  goods: team(
    'goods',
    '物资管理',
    'Goods',
    ['入库、出库与现存；一行一笔。', 'What came in and went out; one line a movement.'],
    [
      title('物资', 'Goods', ['物资名称', '品名', '物品']),
      choice('movement', '出入', 'Movement', [
        ['in', '入库', 'In', '接收'],
        ['out', '出库', 'Out', '发放'],
        ['count', '盘点', 'Count'],
      ]),
      { ...amount, required: true },
      unit,
      text('warehouse', '仓库', 'Warehouse', { synonyms: ['库房', '存放地点'], hxl: '#loc+warehouse' }),
      text('donor', '捐赠方', 'Donor', { synonyms: ['来源'], hxl: '#org+donor' }),
      organization,
      date('on', '日期', 'Date', { hxl: '#date' }),
      date('expires', '有效期至', 'Expires', { synonyms: ['保质期'], hxl: '#date+expires' }),
      text('document', '单据号', 'Document number', { synonyms: ['单号'] }),
    ],
  ),
  delivery: team(
    'delivery',
    '物资派送',
    'Delivery',
    ['每一趟从哪到哪、装什么、到没到。', 'Each trip: from, to, what is on board, whether it arrived.'],
    [
      title('货物', 'Load', ['物资', '物资名称']),
      amount,
      unit,
      text('from', '起点', 'From', { width: 180, synonyms: ['出发地', '提货地'], hxl: '#loc+origin' }),
      text('to', '终点', 'To', { width: 180, required: true, synonyms: ['目的地', '送达地'], hxl: '#loc+destination' }),
      text('vehicle', '车辆', 'Vehicle', { synonyms: ['车型'] }),
      yesNo('pass', '有通行证', 'Has a pass', { synonyms: ['通行证'] }),
      dateTime('leavesAt', '出发时间', 'Leaves at', { hxl: '#date+start' }),
      dateTime('arrivedAt', '送达时间', 'Arrived at', { hxl: '#date+delivered' }),
      choice('status', '状态', 'Status', [
        ['planned', '已排车', 'Planned'],
        ['underway', '在途', 'Under way', '运输中'],
        ['arrived', '已送达', 'Arrived', '送达'],
        ['failed', '未送成', 'Failed', '退回'],
      ]),
    ],
  ),
  opinion: team(
    'opinion',
    '舆情监测',
    'Opinion watch',
    ['网上的求助与传言：在哪看到、核实了没有。', 'Calls for help and rumours online: where seen, whether checked.'],
    [
      title('内容', 'What is said', ['摘要']),
      choice('sort', '性质', 'Sort', [
        ['plea', '求助', 'Plea for help'],
        ['rumour', '传言', 'Rumour', '谣言'],
        ['complaint', '不满', 'Complaint', '投诉'],
        ['praise', '正面', 'Praise'],
      ]),
      text('source', '平台', 'Platform', { synonyms: ['来源'], hxl: '#meta+source' }),
      link('link', '链接', 'Link', { synonyms: ['网址', 'url'], hxl: '#meta+url' }),
      dateTime('seenAt', '发现时间', 'Seen at', { hxl: '#date+seen' }),
      choice('check', '核实', 'Checked', [
        ['open', '未核实', 'Not yet', '待核实'],
        ['true', '属实', 'True'],
        ['false', '不实', 'False'],
      ]),
      text('handedTo', '转交小组', 'Handed to'),
      state,
    ],
  ),
  support: team(
    'support',
    '心理支持',
    'Psychological support',
    ['按编号记录个案与小组活动，不写个人信息。', 'Cases and groups by number; nothing about persons.'],
    [
      title('个案编号', 'Case number', ['编号']),
      choice('form', '形式', 'Form', [
        ['hotline', '热线', 'Hotline'],
        ['chat', '文字', 'Chat', '线上文字'],
        ['group', '小组', 'Group', '团体'],
        ['talk', '讲座', 'Talk'],
      ]),
      choice('group', '人群', 'Group of people', [
        ['resident', '居民', 'Resident'],
        ['student', '学生', 'Student'],
        ['pregnant', '孕产妇', 'Pregnant women'],
        ['frontline', '一线人员', 'Front line'],
        ['volunteer', '志愿者', 'Volunteer'],
      ]),
      choice('risk', '风险', 'Risk', [
        ['low', '低', 'Low'],
        ['medium', '中', 'Medium'],
        ['high', '高', 'High'],
      ]),
      date('on', '日期', 'Date', { hxl: '#date' }),
      count('sessions', '次数', 'Sessions'),
      yesNo('referred', '已转介', 'Referred', { synonyms: ['转介'] }),
      state,
    ],
  ),
  publicity: team(
    'publicity',
    '外部宣传',
    'Publicity',
    ['稿件与发布：谁写、发在哪、什么时候。', 'Pieces written: where and when they appear.'],
    [
      title('标题', 'Title', ['题目', '稿件']),
      choice('form', '体裁', 'Form', [
        ['article', '文章', 'Article', '推文'],
        ['poster', '海报', 'Poster'],
        ['video', '视频', 'Video'],
        ['report', '简报', 'Brief', '日报'],
      ]),
      text('channel', '渠道', 'Channel', { synonyms: ['平台', '发布平台'] }),
      date('publishOn', '发布日期', 'Publish on', { hxl: '#date+published' }),
      link('link', '链接', 'Link', { synonyms: ['网址'] }),
      choice('status', '状态', 'Status', [
        ['draft', '撰写中', 'Draft', '草稿'],
        ['review', '待审', 'In review', '审核中'],
        ['published', '已发布', 'Published', '发布'],
      ]),
    ],
  ),
} as const satisfies Partial<Record<SheetKind, SheetSchema>>
