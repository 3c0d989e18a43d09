/**
 * The clusters every need belongs to (docs/SPEC.md SCHEMA-2): the eleven of the UN with OCHA's codes, and three local ones
 * that the Xi'an response of 2022 ran beside them.
 */
import type { Choice } from './column.ts'

const cluster = (value: string, zh: string, en: string, ...synonyms: readonly string[]): Choice => ({
  value,
  label: { zh, en },
  synonyms,
})

/** Codes of the Global Coordination Groups list (OCHA), in the order people here ask for them: health first. */
export const CLUSTERS: readonly Choice[] = [
  cluster('HEA', '健康', 'Health', '医疗', '卫生', '医疗卫生', '医疗物资', '防疫', '医疗类'),
  cluster('FSC', '粮食安全', 'Food Security', '食品', '食物', '粮食', '生活物资', '食品类', '保供'),
  cluster('LOG', '后勤物流', 'Logistics', '物流', '后勤', '运输', '交通', '配送'),
  cluster(
    'SHL',
    '应急住所与生活用品',
    'Emergency Shelter and NFI',
    '住所',
    '安置',
    '住宿',
    '生活用品',
    '庇护所',
    'Shelter',
    'NFI',
  ),
  cluster(
    'WSH',
    '水与环境卫生',
    'Water Sanitation Hygiene',
    '饮水',
    '用水',
    '环境卫生',
    '消杀',
    'WASH',
    'Water, Sanitation and Hygiene',
  ),
  cluster('PRO', '保护', 'Protection', '人身保护', '权益保护', '反家暴', '家庭暴力', '儿童保护'),
  cluster('NUT', '营养', 'Nutrition', '母婴营养', '婴幼儿营养'),
  cluster('EDU', '教育', 'Education', '学习', '学校'),
  cluster('CCM', '营地协调与管理', 'Camp Coordination / Management', '隔离点', '安置点管理', '方舱', 'CCCM'),
  cluster('TEL', '应急通信', 'Emergency Telecommunications', '通信', '通讯', '网络', 'ETC'),
  cluster('ERY', '早期恢复', 'Early Recovery', '恢复', '生计', '复工', '重建'),
  cluster('psychosocial', '心理', 'Psychosocial Support', '心理支持', '心理援助', '心理咨询', 'MHPSS'),
  cluster('specialGroups', '特殊人群', 'Special Groups', '特殊群体', '弱势群体', '老人', '孕产妇', '残障'),
  cluster('other', '其他', 'Other', '其它', '其他类'),
]
