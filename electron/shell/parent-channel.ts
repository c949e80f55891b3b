import type { Ack, Command } from '../contract/command.ts';
import type { SessionMessage } from '../contract/channels.ts';
import { diff } from '../contract/patch.ts';
import type { SessionState } from '../contract/session.ts';

type Parts = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly perform: (command: Command) => Promise<Ack>;
};

/**
 * Where a program of ours started the app with a Node IPC channel (the demo does), it speaks as the window does:
 * commands in, snapshot and patches out. Only the process that started the app holds the other end. Not for the packaged
 * app: there any program could start it so, and use the tokens that the key store gives to it alone.
 */
export function openParentChannel({ read, subscribe, perform }: Parts): { readonly close: () => void } {
  if (!process.send) return { close: () => {} };
  let sent = read();
  let revision = 1;
  const post = (message: SessionMessage) => {
    if (process.connected) process.send?.(message);
  };
  const onCommand = async (input: unknown) => {
    const { Command: shape } = await import('../contract/command.ts');
    const parsed = shape.safeParse(input);
    if (parsed.success) void perform(parsed.data);
  };
  // A starter that is gone cannot be shown anything; its app ends with it.
  const onDisconnect = () => void perform({ type: 'quit', sure: true });
  post({ kind: 'snapshot', revision, state: sent });
  const unsubscribe = subscribe(() => {
    const next = read();
    const patch = diff(sent, next);
    if (!patch) return;
    sent = next;
    revision += 1;
    post({ kind: 'patch', revision, patch });
  });
  const receive = (input: unknown) => void onCommand(input);
  process.on('message', receive);
  process.on('disconnect', onDisconnect);
  // It may have gone while the app came up; nobody heard of that.
  if (!process.connected) setImmediate(onDisconnect);
  return {
    close: () => {
      unsubscribe();
      process.off('message', receive);
      process.off('disconnect', onDisconnect);
      if (process.connected) process.disconnect();
    },
  };
}
