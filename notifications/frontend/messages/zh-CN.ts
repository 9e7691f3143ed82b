export default {
  title: '通知',
  mails: {
    title: '邮件',
    frequency: '用邮件提醒未读消息',
    frequencies: { never: '从不', hourly: '每小时最多一封', daily: '每天最多一封' },
    hint: '你不在线时发到 {address}：只写谁发来、有几条，不写内容。',
    noAddress: '想收邮件，请先在资料里填写邮箱。',
    addAddress: '打开我的资料',
    asked: '已向 {address} 发送一个链接，打开它之后才开始发提醒。',
    askAgain: '再发一次',
    askedAgain: '链接已再次发出。',
    notSent: '这台服务器不发邮件，可由管理员开通。',
    hour: '每天发信的时间',
    zone: '按 {zone} 的时间。',
  },
  errors: {
    no_mail: '这台服务器不发邮件，可由管理员开通。',
    no_email: '想收邮件，请先在资料里填写邮箱。',
  },
}
