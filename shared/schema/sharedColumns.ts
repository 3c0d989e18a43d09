/**
 * Columns that needs and supplies have in common: what a thing is and where it is. Spelled once, so that pairing can compare them.
 */
import type { Bilingual, Choice, Column } from './column.ts'

const KINDS: readonly Choice[] = [
  { value: 'goods', label: { zh: '物资', en: 'Goods' }, synonyms: ['物品', '物资类', '实物', 'good', 'item'] },
  { value: 'hands', label: { zh: '人手', en: 'Hands' }, synonyms: ['人力', '志愿者', '人员', 'volunteers', 'people'] },
  { value: 'service', label: { zh: '服务', en: 'Service' }, synonyms: ['服务类', 'services'] },
  {
    value: 'transport',
    label: { zh: '运输', en: 'Transport' },
    synonyms: ['物流', '车辆', '运力', 'logistics', 'vehicle'],
  },
]

/** A quantity above this is a slip or spam (one real list offers 1e14 masks): it is refused and kept as text. */
export const MAX_QUANTITY = 1_000_000_000

/** Goods, hands, service or transport. */
export const kind: Column = {
  id: 'kind',
  label: { zh: '类别', en: 'Kind' },
  kind: { type: 'choice', choices: KINDS },
  synonyms: ['类型', '需求类型', '供给类型', '物资类别', 'type'],
  hxl: '#item+type',
  width: 80,
}

/** Standard, size, model: apart from the item, so that like compares with like. */
export const specification: Column = {
  id: 'specification',
  label: { zh: '规格', en: 'Specification' },
  kind: { type: 'text' },
  synonyms: ['规格型号', '型号', '规格/型号', '标准', '规格要求', '物资规格', '产品标准', 'spec', 'standard', 'model'],
  hxl: '#item+spec',
  width: 180,
}

/** A column holding how many, in `unit`. */
export const quantity = (label: Bilingual, synonyms: readonly string[]): Column => ({
  id: 'quantity',
  label,
  kind: { type: 'number', min: 0, max: MAX_QUANTITY },
  synonyms: ['数量', '数目', '件数', '总数', 'qty', 'amount', 'count', ...synonyms],
  hxl: '#item+num',
  width: 96,
})

/** What the quantity counts; 箱 converts only with a known pack size. */
export const unit: Column = {
  id: 'unit',
  label: { zh: '单位', en: 'Unit' },
  kind: { type: 'text' },
  synonyms: ['计量单位', '数量单位', '物资单位', '计数单位', 'units', 'uom'],
  hxl: '#item+unit',
  width: 64,
}

/** Whose row it is. Institutions only. */
export const organization: Column = {
  id: 'organization',
  label: { zh: '机构', en: 'Organization' },
  kind: { type: 'organization' },
  synonyms: [
    '机构名称',
    '单位名称',
    '医院',
    '医院名称',
    '受赠单位',
    '组织',
    '组织名称',
    '公司',
    '企业名称',
    '社区',
    'org',
    'organisation',
    'hospital',
  ],
  hxl: '#org',
  width: 200,
}

const coordinate = (
  id: 'latitude' | 'longitude',
  label: Bilingual,
  synonyms: readonly string[],
  bound: number,
  hxl: string,
): Column => ({
  id,
  label,
  kind: { type: 'number', min: -bound, max: bound },
  synonyms,
  hxl,
  width: 96,
  help: { zh: 'WGS-84 坐标，十进制度。', en: 'WGS 84, decimal degrees.' },
})

const code = (id: string, zh: string, en: string, hxl: string, ...synonyms: readonly string[]): Column => ({
  id,
  label: { zh, en },
  kind: { type: 'text' },
  synonyms,
  hxl,
  width: 88,
  help: { zh: 'GB/T 2260 行政区划代码。', en: 'Division code of GB/T 2260.' },
})

/** Where it is: names and codes of the three levels, the address, the point. */
export const place: readonly Column[] = [
  {
    id: 'province',
    label: { zh: '省', en: 'Province' },
    kind: { type: 'place', level: 'province', codeColumn: 'provinceCode' },
    synonyms: ['省份', '所在省', '所在省份', '省/直辖市', 'adm1'],
    hxl: '#adm1+name',
    width: 80,
  },
  code('provinceCode', '省代码', 'Province code', '#adm1+code', '省份代码', '省编码'),
  {
    id: 'city',
    label: { zh: '市', en: 'City' },
    kind: { type: 'place', level: 'city', codeColumn: 'cityCode' },
    synonyms: ['城市', '所在市', '所在城市', '地市', '地级市', '市/州', 'adm2', 'prefecture'],
    hxl: '#adm2+name',
    width: 96,
  },
  code('cityCode', '市代码', 'City code', '#adm2+code', '城市代码', '市编码'),
  {
    id: 'district',
    label: { zh: '区县', en: 'District' },
    kind: { type: 'place', level: 'district', codeColumn: 'districtCode' },
    synonyms: ['区', '县', '区/县', '县区', '市区', '所在区', '所在区县', '县市区', '行政区', 'county', 'adm3'],
    hxl: '#adm3+name',
    width: 96,
  },
  code('districtCode', '区县代码', 'District code', '#adm3+code', '行政区划代码', '区划代码', '区县编码', 'adcode'),
  {
    id: 'place',
    label: { zh: '地点', en: 'Place' },
    kind: { type: 'text' },
    synonyms: [
      '地址',
      '详细地址',
      '收货地址',
      '邮寄地址',
      '所在地',
      '街道',
      '小区',
      '位置',
      '单位地址',
      '医院地址',
      '地区',
      'address',
      'location',
      'site',
    ],
    hxl: '#loc+name',
    width: 220,
    help: {
      zh: '机构或小区的公开地址，不写门牌到户。',
      en: 'The public address of an institution or compound, never a household.',
    },
  },
  coordinate('latitude', { zh: '纬度', en: 'Latitude' }, ['lat', '坐标纬度'], 90, '#geo+lat'),
  coordinate('longitude', { zh: '经度', en: 'Longitude' }, ['lon', 'lng', '坐标经度'], 180, '#geo+lon'),
]

/** Free text; also where import keeps whatever fits nowhere else. */
export const note: Column = {
  id: 'note',
  label: { zh: '备注', en: 'Note' },
  kind: { type: 'longText' },
  synonyms: [
    '说明',
    '备注说明',
    '补充说明',
    '其他说明',
    '附言',
    '情况说明',
    'notes',
    'remark',
    'remarks',
    'comment',
    'comments',
  ],
  hxl: '#description+note',
  width: 240,
  help: { zh: '请勿填写姓名、电话等联系方式。', en: 'No names, phone numbers or other contacts here.' },
}
