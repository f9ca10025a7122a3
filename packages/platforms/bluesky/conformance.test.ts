import { describePlatform } from '../conformance.ts'
import { startDirectWorld } from '../testing/direct-world.ts'
import { exam } from './fixtures/exam.ts'

describePlatform(exam, (of) => startDirectWorld(of, fetch))
