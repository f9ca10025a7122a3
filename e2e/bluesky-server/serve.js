/**
 * A real personal data server with a directory of its own, in memory and in a temporary folder. Prints where they stand
 * as one line of JSON and ends with its standard input.
 */
import { TestNetworkNoAppView } from '@atproto/dev-env'

const network = await TestNetworkNoAppView.create({ pds: { blobUploadLimit: 50_000_000 } })
process.stdout.write(`${JSON.stringify({ pds: network.pds.url, plc: network.plc.url })}\n`)
await new Promise((resolve) => process.stdin.once('end', resolve).once('close', resolve).resume())
await network.close()
process.exit(0)
