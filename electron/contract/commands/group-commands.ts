import { z } from 'zod';
import { MAX_ENTRIES } from '../profile.ts';
import { RESTORES } from '../restore-policies.ts';
import { confirmed, key, profileName } from './shapes.ts';

const profileId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
const ids = z.array(key).max(MAX_ENTRIES);

const MONTH_MINUTES = 31 * 24 * 60;

export const groupCommands = [
  z.strictObject({ type: z.literal('favourite.set'), id: key, on: z.boolean() }),
  z.strictObject({ type: z.literal('project.mark'), key, as: z.enum(['production', 'not-production', 'auto']) }),

  /** Each forward is put in with the ports and the instance it has now. The sender gives the id, to know what it made. */
  z.strictObject({ type: z.literal('profile.create'), id: profileId, name: profileName, ids }),
  /** Forwards that stay keep their choice. */
  z.strictObject({
    type: z.literal('profile.change'),
    id: profileId,
    name: profileName.exactOptional(),
    ids: ids.exactOptional(),
  }),
  z.strictObject({ type: z.literal('profile.delete'), id: profileId }),
  z.strictObject({ type: z.literal('profile.set'), id: profileId, on: z.boolean(), confirmed }),

  z.strictObject({ type: z.literal('forward.restore'), id: key, restore: z.enum([...RESTORES, 'default']) }),
  /** 0: it stays on until it is switched off. */
  z.strictObject({ type: z.literal('forward.stop-after'), id: key, minutes: z.int().min(0).max(MONTH_MINUTES) }),
  /** The answer to what was on when the app last ended. */
  z.strictObject({ type: z.literal('forwards.restore'), on: z.boolean(), confirmed }),
  z.strictObject({ type: z.literal('confirmation.dismiss') }),
] as const;
