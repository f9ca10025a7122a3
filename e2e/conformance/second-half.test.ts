/** The other half of the platforms; see beside. */
import { describePlatform } from '@posthorn/platforms/conformance'
import { exams } from '@posthorn/platforms/exams'
import { startRealWorld } from '../real-world.ts'

for (const [n, exam] of exams.entries()) if (n % 2 === 1) describePlatform(exam, startRealWorld)
