/** What a presence dot can show; `invisible` only ever on oneself. */
export type PresenceMark = 'online' | 'away' | 'busy' | 'dnd' | 'invisible' | 'offline'
