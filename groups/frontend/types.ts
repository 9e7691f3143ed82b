/** What groups calls the things on the wire; their shapes are the generated schema's. */
import type { Schemas } from '@ggtalk/realtime/types'

export type Group = Schemas['GroupData']
export type Announcement = Schemas['AnnouncementData']
export type Announcements = Schemas['AnnouncementsData']
export type Member = Schemas['MemberData']
