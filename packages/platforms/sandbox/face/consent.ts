/** The consent page all networks share. It is a plain form: whoever posts it is the person who consents. */
import { html } from 'hono/html'
import { form } from '../oauth.ts'
import { page } from './page.ts'

export interface Consent {
  readonly network: string
  readonly client: string
  readonly redirectUri: string
  readonly scopes: readonly string[] // in words
  readonly people: readonly { readonly id: string; readonly name: string; readonly note: string }[]
  /** The authorization request, given back as hidden fields. */
  readonly fields: ReadonlyMap<string, string>
}

export function consentPage({ network, client, redirectUri, scopes, people, fields }: Consent): Promise<Response> {
  const { origin, host, protocol } = new URL(redirectUri)
  const body = html`<main class="consent">
    <h1>Connect to ${network} (practice)</h1>
    <p class="lead">The app <b>${client}</b> asks to act for a made-up person. No real account is touched.</p>
    <form method="post">
      ${[...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <fieldset>
        <legend>It would be able to</legend>
        <ul>
          ${scopes.map((scope) => html`<li>${scope}</li>`)}
        </ul>
      </fieldset>
      <fieldset>
        <legend>As</legend>
        ${people.map(
          (one, index) =>
            html`<label>
              <input type="radio" name="person" value="${one.id}" ${index === 0 ? html`checked` : ''} />
              <span><b>${one.name}</b> <span>${one.note}</span></span>
            </label>`,
        )}
      </fieldset>
      <p class="choice">
        <button class="primary" name="decision" value="allow">Allow</button>
        <button name="decision" value="refuse">Refuse</button>
      </p>
      <p class="back">Either way you go back to <b>${host || protocol}</b>.</p>
    </form>
  </main>`
  // The browser follows the redirect after the form only where the policy lets the form lead.
  return page({ title: `Connect to ${network}`, body, leadsTo: origin === 'null' ? protocol : origin })
}

/** Where the real network shows an error page and does not redirect. */
export function consentRefused(network: string, why: string): Promise<Response> {
  const body = html`<main class="consent">
    <h1>${network} (practice) cannot ask</h1>
    <p class="lead">
      You were not able to give access to the app: something in the request is wrong. The app is not told.
    </p>
    <p class="why">${why}</p>
  </main>`
  return page({ title: 'Cannot ask', body }, 400)
}

export interface Decision {
  readonly fields: ReadonlyMap<string, string>
  readonly person: string | undefined
  readonly allowed: boolean
}

/** The posted form: the authorization request again, `person` (none: the first one) and `decision`. */
export async function readConsent(request: Request): Promise<Decision> {
  const fields = new Map(await form(request))
  const [person, decision] = [fields.get('person'), fields.get('decision')]
  fields.delete('person')
  fields.delete('decision')
  return { fields, person, allowed: decision === 'allow' }
}
