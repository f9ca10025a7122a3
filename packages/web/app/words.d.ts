import 'i18next'
import type access from '../locales/en/access.json'
import type calendar from '../locales/en/calendar.json'
import type channels from '../locales/en/channels.json'
import type common from '../locales/en/common.json'
import type composer from '../locales/en/composer.json'
import type delivery from '../locales/en/delivery.json'
import type posts from '../locales/en/posts.json'
import type settings from '../locales/en/settings.json'
import type setup from '../locales/en/setup.json'
import type shell from '../locales/en/shell.json'
import type today from '../locales/en/today.json'
import type writer from '../locales/en/writer.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    returnNull: false
  }
  interface ResourceNamespaceMap {
    access: typeof access
    calendar: typeof calendar
    channels: typeof channels
    common: typeof common
    composer: typeof composer
    delivery: typeof delivery
    posts: typeof posts
    settings: typeof settings
    setup: typeof setup
    shell: typeof shell
    today: typeof today
    writer: typeof writer
  }
}
