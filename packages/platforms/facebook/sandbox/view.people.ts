/** People, portfolios and Pages as the API shows them. */
import type { Field, Node } from '../../sandbox/graph/fields.ts'
import { followers } from '../../sandbox/growth.ts'
import type { State } from './state.ts'
import type { Business, Page, Token, User } from './things.ts'
import { pageToken } from './tokens.ts'
import { www } from './urls.ts'

const faceOf = (id: string, field: Field) => {
  const side = field.options.get('type') === 'large' ? 200 : 50
  const url = `https://scontent.xx.fbcdn.net/p/${id}?_nc_ht=scontent.xx&oe=practice`
  return { data: { url, is_silhouette: false, width: side, height: side } }
}

export const userNode = (user: User): Node => ({
  type: 'User',
  usual: ['name', 'id'],
  fields: {
    id: user.id,
    name: user.name,
    first_name: user.name.split(' ')[0],
    last_name: user.name.split(' ').slice(1).join(' '),
    email: `${user.handle}@example.org`,
    picture: (field) => faceOf(user.id, field),
  },
})
export const businessNode = ({ id, name }: Business): Node => ({
  type: 'Business',
  usual: ['id', 'name'],
  fields: { id, name, verification_status: 'not_verified' },
})

export const audience = (state: State, page: Page): number =>
  followers(page.id, page.followers, page.bornAt, state.world.now())

/** `parent`: the token of the person, from which the Page's own is made. */
export function pageNode(state: State, page: Page, token: Token, listed = false): Node {
  const role = page.roles.get(token.grant.user.id)
  const usual = listed ? ['access_token', 'category', 'category_list', 'name', 'id', 'tasks'] : ['name', 'id']
  return {
    type: 'Page',
    usual,
    fields: {
      id: page.id,
      name: page.name,
      username: page.handle,
      category: page.category,
      category_list: [{ id: '2500', name: page.category }],
      link: `${www}/${page.handle}`,
      about: 'A practice Page.',
      access_token: () => (role ? (token.page ? token.value : pageToken(state, token, page).value) : undefined),
      tasks: listed && role ? [...role] : undefined,
      picture: (field) => faceOf(page.id, field),
      followers_count: audience(state, page),
      fan_count: Math.floor(audience(state, page) * 0.9),
      is_published: true,
      verification_status: 'not_verified',
      instagram_business_account: undefined,
    },
  }
}
