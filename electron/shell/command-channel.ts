import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import { COMMAND_CHANNEL } from '../contract/channels.ts';
import type { Ack, Command } from '../contract/command.ts';
import { problem } from '../contract/problem.ts';
import type { Log } from '../base/log.ts';

export type KnownSender = (event: IpcMainEvent | IpcMainInvokeEvent) => boolean;

/** Known sender, then valid shape, then the command. A refusal never says more than its code. */
export function receiveCommands(
  isKnown: KnownSender,
  perform: (command: Command) => Promise<Ack>,
  log: Log,
): { readonly close: () => void } {
  ipcMain.handle(COMMAND_CHANNEL, async (event, input: unknown): Promise<Ack> => {
    if (!isKnown(event)) {
      log.warn('command from an unknown sender refused');
      return { ok: false, problem: problem('unexpected', { scope: 'window', reason: 'unknown sender' }) };
    }
    const { Command: shape } = await import('../contract/command.ts');
    const parsed = shape.safeParse(input);
    if (!parsed.success) {
      log.warn('malformed command refused', { issues: parsed.error.issues.map(({ path, code }) => ({ path, code })) });
      return { ok: false, problem: problem('unexpected', { scope: 'window', reason: 'malformed command' }) };
    }
    return perform(parsed.data);
  });
  return { close: () => ipcMain.removeHandler(COMMAND_CHANNEL) };
}
