/** Every platform's stories with the real engine. In two halves, because a file of tests has one worker. */
import { describePlatform } from '@posthorn/platforms/conformance'
import { exams } from '@posthorn/platforms/exams'
import { startRealWorld } from '../real-world.ts'

for (const [n, exam] of exams.entries()) if (n % 2 === 0) describePlatform(exam, startRealWorld)
