import { z } from 'zod';
import { accountCommands } from './commands/account-commands.ts';
import { appCommands } from './commands/app-commands.ts';
import { catalogCommands } from './commands/catalog-commands.ts';
import { controlCommands } from './commands/control-commands.ts';
import { copyCommands } from './commands/copy-commands.ts';
import { desktopCommands } from './commands/desktop-commands.ts';
import { doctorCommands } from './commands/doctor-commands.ts';
import { forwardCommands } from './commands/forward-commands.ts';
import { fileCommands } from './commands/file-commands.ts';
import { groupCommands } from './commands/group-commands.ts';
import { hostnamesCommands } from './commands/hostnames-commands.ts';
import { linkCommands } from './commands/link-commands.ts';
import { signInCommands } from './commands/sign-in-commands.ts';
import { inspectorCommands } from './commands/inspector-commands.ts';
import { kitCommands } from './commands/kit-commands.ts';
import type { Problem } from './problem.ts';

/** Everything the window, the tray or a terminal may ask for, by topic. The receiver parses; types come from here. */
export const Command = z.discriminatedUnion('type', [
  ...signInCommands,
  ...accountCommands,
  ...catalogCommands,
  ...forwardCommands,
  ...copyCommands,
  ...hostnamesCommands,
  ...desktopCommands,
  ...groupCommands,
  ...fileCommands,
  ...kitCommands,
  ...inspectorCommands,
  ...controlCommands,
  ...doctorCommands,
  ...linkCommands,
  ...appCommands,
]);
export type Command = z.infer<typeof Command>;
export type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

/** Accepted or refused, never data and never state: what came of it arrives by the session channel. */
export type Ack = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };
