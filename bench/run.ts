/** `npm run bench -- NAME [--json]`: each measurement is a file of this folder. */
const [name = 'publish'] = process.argv.slice(2)
if (!/^(publish)$/.test(name)) {
  process.stderr.write(`There is no measurement ${name}. There is: publish.\n`)
  process.exit(2)
}
await import(`./${name}.ts`)
