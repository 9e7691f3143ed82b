import { useConversations } from './conversations'

/** Whether a conversation is a group's. */
export function isGroup(conversation: number): boolean {
  return useConversations().conversations.get(conversation)?.kind === 'group'
}
