import { requestsSections } from '../registry'
import { useFriends } from '../stores/friends'

/** How many requests and answers of every kind nobody has looked at yet. */
export function unseenRequests(): number {
  return requestsSections.value.reduce((sum, section) => sum + section.unseen(), useFriends().unseen)
}
