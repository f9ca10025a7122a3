/** The first letter of a name as people write it, whatever the script. */
export function initialOf(name: string): string {
  const [first] = new Intl.Segmenter().segment(name.replace(/^[@#]/, ''))
  return first?.segment.toUpperCase() ?? ''
}
