/** Addresses at these say nothing about the brand behind them. */
const mailProviders =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|proton|protonmail|gmx|web|mail|aol|fastmail)\./

/** Proposes a name for the workspace: ada@bakery.example -> Bakery. */
export function workspaceNameFrom(email: string): string {
  const domain = email.split('@')[1]?.toLowerCase() ?? ''
  const parts = domain.split('.')
  const word = mailProviders.test(domain) || parts.length < 2 ? '' : (parts.at(-2) ?? '')
  return word === '' ? '' : word.charAt(0).toUpperCase() + word.slice(1)
}
