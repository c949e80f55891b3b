import { z } from 'zod';
import { LANGUAGES } from './language.ts';
import { isAccelerator } from './accelerator.ts';
import { countCertificates, isProxyAddress, MOST_CA_CHARACTERS } from './network-settings.ts';
import { RESTORES } from './restore-policies.ts';
import type { Settings } from './settings.ts';

/** One schema per setting, without defaults: those stand in `settings.ts`, and a value that does not fit loses itself alone. */
export const settingsShape = {
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...LANGUAGES]),
  launchAtLogin: z.boolean(),
  notifications: z.boolean(),
  noticeAfterSeconds: z.int().min(1).max(3600),
  closeAction: z.enum(['ask', 'hide', 'quit']),
  restore: z.enum(RESTORES),
  productionPatterns: z.array(z.string().trim().min(1).max(60)).max(30).readonly(),
  withoutKeyStore: z.enum(['run', 'file']),
  clipboardSeconds: z.int().min(0).max(3600),
  globalShortcut: z
    .string()
    .max(60)
    .refine((keys) => keys === '' || isAccelerator(keys)),
  localControl: z.boolean(),
  proxy: z
    .string()
    .max(300)
    .refine((address) => address === '' || isProxyAddress(address)),
  ca: z
    .string()
    .max(MOST_CA_CHARACTERS)
    .refine((pem) => pem === '' || countCertificates(pem) > 0),
} satisfies { readonly [Name in keyof Settings]: z.ZodType<Settings[Name]> };

/** Some settings, as a command changes them. */
export const SettingsChange = z.strictObject(settingsShape).partial();
