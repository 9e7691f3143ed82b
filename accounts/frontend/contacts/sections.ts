import { ref } from 'vue'

/** Which tab of the contacts is shown; remembered while the page lives. */
export const shownSection = ref('friends')
