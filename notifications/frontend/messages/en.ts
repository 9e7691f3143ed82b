export default {
  title: 'Notifications',
  mails: {
    title: 'Mails',
    frequency: 'Mail me about unread messages',
    frequencies: { never: 'Never', hourly: 'Once an hour at most', daily: 'Once a day at most' },
    hint: 'To {address}, when you are away: who wrote and how much, never what.',
    noAddress: 'To be mailed, add your e-mail address to your profile.',
    addAddress: 'Open my profile',
    asked: 'We have mailed a link to {address}. Open it, and mails begin.',
    askAgain: 'Mail it again',
    askedAgain: 'The link was mailed again.',
    notSent: 'This server sends no mail. Whoever runs it can set that up.',
    hour: 'Time of the daily mail',
    zone: 'In the time zone {zone}.',
  },
  errors: {
    no_mail: 'This server sends no mail. Whoever runs it can set that up.',
    no_email: 'To be mailed, add your e-mail address to your profile.',
  },
}
