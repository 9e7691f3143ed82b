/** What groups calls the things on the wire; their shapes are the generated schema's. */
import type { Schemas } from '@ggtalk/realtime/types'

export type Group = Schemas['GroupData']
export type Announcement = Schemas['AnnouncementData']
export type Announcements = Schemas['AnnouncementsData']
export type Member = Schemas['MemberData']
export type Nickname = Schemas['NicknameData']
/** A group as those see it who are not in it. */
export type GroupCard = Schemas['GroupCardData']
export type JoinMode = Group['join_mode']
export type JoinRequest = Schemas['JoinRequestData']
export type JoinLink = Schemas['JoinLinkData']
export type GroupHistory = Group['history']
