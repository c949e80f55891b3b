import { z } from 'zod';
import { MAX_ENTRIES } from '../profile.ts';
import { MAX_FILE_BYTES } from '../proposal.ts';
import { confirmed, key, profileName } from './shapes.ts';

/** No command carries a path: which file is read or written is chosen in a dialog of the system, or dropped as text. */
export const fileCommands = [
  z.strictObject({ type: z.literal('portside-file.save'), profileId: key }),
  z.strictObject({ type: z.literal('portside-file.open') }),
  /** A dropped file: `.portside.yaml`, `.env`, compose or any other text with host names. Its text is not kept. */
  z.strictObject({
    type: z.literal('portside-file.read'),
    name: z.string().min(1).max(255),
    text: z.string().max(MAX_FILE_BYTES),
  }),
  /** A dropped file that the window could not read. */
  z.strictObject({
    type: z.literal('portside-file.fail'),
    name: z.string().min(1).max(255),
    code: z.enum(['file-too-large', 'file-unreadable']),
  }),
  /** Switches these of the proposal on, or saves them as a profile. */
  z.strictObject({
    type: z.literal('proposal.accept'),
    ids: z.array(key).max(MAX_ENTRIES),
    on: z.boolean(),
    profile: z
      .strictObject({
        id: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
        name: profileName,
      })
      .exactOptional(),
    confirmed,
  }),
  z.strictObject({ type: z.literal('proposal.dismiss') }),
] as const;
