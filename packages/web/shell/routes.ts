/** Every screen, loaded when first opened. The pattern stands beside it in `root.tsx` and `workspace-shell.tsx`. */
import { screen } from '../app/screen.tsx'

export const SetUp = screen(() => import('../screens/setup/setup-page.tsx'), ['setup', 'access'])
export const SignIn = screen(() => import('../screens/access/sign-in-page.tsx'), ['access'])
export const SignUp = screen(() => import('../screens/access/sign-up-page.tsx'), ['access'])
export const Invitation = screen(() => import('../screens/access/invitation-page.tsx'), ['access'])

export const Today = screen(() => import('../screens/today/today-page.tsx'), ['today'])
export const Calendar = screen(() => import('../screens/calendar/calendar-page.tsx'), ['calendar'])
export const Channels = screen(() => import('../screens/channels/channels-page.tsx'), ['channels'])
export const Channel = screen(() => import('../screens/channels/channel-page.tsx'), ['channels', 'settings'])
export const Settings = screen(() => import('../screens/settings/settings-page.tsx'), ['settings', 'access'])

export const Posts = screen(() => import('../screens/posts/posts-page.tsx'), ['posts'])
export const Composer = screen(() => import('../screens/composer/composer-page.tsx'), ['composer'])
export const Delivery = screen(() => import('../screens/delivery/delivery-page.tsx'), ['delivery'])
