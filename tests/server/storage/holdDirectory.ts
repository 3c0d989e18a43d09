/** Run by dataDirectory.test.ts as another process: takes the directory, announces itself, says so and stays until it is killed. */
import { own } from '../../../server/storage/dataDirectory.ts'

const [directory = '', url = ''] = process.argv.slice(2)
const ownership = await own(directory)
if (url !== '') await ownership.announce({ pid: process.pid, url, controlToken: 'token-of-the-other' })
process.stdout.write('held\n')
// A pipe that never ends keeps the process alive; the lock lives as long.
process.stdin.resume()
