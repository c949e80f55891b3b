import { z } from 'zod';
import { key } from './shapes.ts';

export const accountCommands = [z.strictObject({ type: z.literal('account.sign-out'), id: key })] as const;
