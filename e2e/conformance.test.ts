/** The stories every platform passes, told by the real engine. `npm test` tells all of them. */
import { describePlatform } from '@posthorn/platforms/conformance'
import { exams } from '@posthorn/platforms/exams'
import { startRealWorld } from './real-world.ts'

for (const exam of exams) describePlatform(exam, startRealWorld)
