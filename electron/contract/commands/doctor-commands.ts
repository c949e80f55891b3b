import { z } from 'zod';
import { CHECKS } from '../doctor.ts';

export const doctorCommands = [
  /** Looks at everything anew; what is found comes as state. */
  z.strictObject({ type: z.literal('doctor.run') }),
  /** Copies the line for a terminal that cures this finding; the window never names what is copied. */
  z.strictObject({
    type: z.literal('doctor.copy-line'),
    check: z.enum(CHECKS),
    finding: z.int().min(0).max(10_000),
  }),
  /** Writes a bug report to be looked at; it comes as state. Examines first where that was not done in this run. */
  z.strictObject({ type: z.literal('report.make') }),
  /** The report that was shown, and no other. */
  z.strictObject({ type: z.literal('report.copy') }),
  /** The same with the log files, as a zip; where to, is chosen in a dialog of the system. */
  z.strictObject({ type: z.literal('report.save') }),
  z.strictObject({ type: z.literal('report.dismiss') }),
] as const;
