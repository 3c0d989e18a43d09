/** Organizations of the demo: institutions that took part in the responses of 2020 and 2022. No private persons. */

export interface DemoOrganization {
  /** Stable id. */
  readonly id: string
  readonly name: string
}

export const DEMO_ORGANIZATIONS: readonly DemoOrganization[] = [
  { id: 'org-fuyuanhui', name: '妇源汇' },
  { id: 'org-mamahuanbao', name: '妈妈环保' },
  { id: 'org-lianzhongli', name: '西安联众力' },
  { id: 'org-yijijin', name: '壹基金' },
  { id: 'org-aide', name: '爱德基金会' },
  { id: 'org-xiongke', name: '西安市胸科医院' },
  { id: 'org-shegongxiehui', name: '西安市社会工作协会' },
  { id: 'org-huarui', name: '北京华瑞慈善基金会' },
  { id: 'org-yijiayi', name: '苍南县壹加壹公益联合会' },
]
