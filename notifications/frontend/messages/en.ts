export default {
  title: 'Notifications',
}
