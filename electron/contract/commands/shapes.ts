import { z } from 'zod';

/** Longer than any id that `northflank/answers.ts` lets in, with all its parts. */
export const key = z.string().min(1).max(2048);
/** PEM text, one or several certificates. */
export const certificates = z.string().max(256 * 1024);
