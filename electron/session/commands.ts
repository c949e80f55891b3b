import type { Ack, Command } from '../contract/command.ts';
import { redact } from '../base/log.ts';
import { toProblem } from '../contract/failure.ts';
import type { Problem } from '../contract/problem.ts';
import { accountCommands, type AccountDeeds } from './commands/account-commands.ts';
import { appCommands, type AppDeeds } from './commands/app-commands.ts';
import { catalogCommands, type CatalogDeeds } from './commands/catalog-commands.ts';
import { controlCommands, type ControlDeeds } from './commands/control-commands.ts';
import { copyCommands, type CopyDeeds } from './commands/copy-commands.ts';
import { desktopCommands, type DesktopDeeds } from './commands/desktop-commands.ts';
import { doctorCommands, type DoctorDeeds } from './commands/doctor-commands.ts';
import { fileCommands, type FileDeeds } from './commands/file-commands.ts';
import { forwardCommands, type ForwardDeeds } from './commands/forward-commands.ts';
import { groupCommands } from './commands/group-commands.ts';
import { hostnamesCommands, type HostnamesDeeds } from './commands/hostnames-commands.ts';
import { inspectorCommands, type InspectorDeeds } from './commands/inspector-commands.ts';
import { kitCommands, type KitDeeds } from './commands/kit-commands.ts';
import { linkCommands, type LinkDeeds } from './commands/link-commands.ts';
import { signInCommands, type SignInDeeds } from './commands/sign-in-commands.ts';
import type { Ground, Table } from './commands/table.ts';

/** Effects outside the store, given by `main.ts`. One that throws makes the command's answer a refusal. */
export type Deeds = SignInDeeds &
  AccountDeeds &
  CatalogDeeds &
  ForwardDeeds &
  CopyDeeds &
  HostnamesDeeds &
  DesktopDeeds &
  FileDeeds &
  KitDeeds &
  InspectorDeeds &
  ControlDeeds &
  DoctorDeeds &
  LinkDeeds &
  AppDeeds;

/** The one entrance for what window, tray and terminal ask. The answer says accepted or refused; results come as state. */
export function createCommands({
  deeds,
  ...ground
}: Ground & { readonly deeds: Deeds }): (command: Command) => Promise<Ack> {
  const table: Table = {
    ...signInCommands(ground, deeds),
    ...accountCommands(ground, deeds),
    ...catalogCommands(ground, deeds),
    ...forwardCommands(ground, deeds),
    ...copyCommands(ground, deeds),
    ...hostnamesCommands(ground, deeds),
    ...desktopCommands(ground, deeds),
    ...groupCommands(ground),
    ...fileCommands(ground, deeds),
    ...kitCommands(ground, deeds),
    ...inspectorCommands(ground, deeds),
    ...controlCommands(ground, deeds),
    ...doctorCommands(ground, deeds),
    ...linkCommands(deeds),
    ...appCommands(ground, deeds),
  };

  return async (command) => {
    try {
      const perform = table[command.type] as (command: Command) => Promise<void> | void;
      await perform(command);
      return { ok: true };
    } catch (error) {
      return { ok: false, problem: told(toProblem(error, command.type)) };
    }
  };
}

/** An error that nobody foresaw may quote what it was given, and the page is told of it. */
function told(problem: Problem): Problem {
  const { code, args = {} } = problem;
  const { reason } = args;
  return code === 'unexpected' && typeof reason === 'string'
    ? { code, args: { ...args, reason: redact(reason) } }
    : problem;
}
