import 'vite/modulepreload-polyfill'
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import accounts from '@accounts'
import chat from '@chat'
import groups from '@groups'
import notifications from '@notifications'
import { startApp } from './start'

void startApp([accounts, chat, groups, notifications])
