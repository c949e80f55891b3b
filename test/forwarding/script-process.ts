import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { Forwarding } from '../../electron/forwarding/forwarding.ts';
import { asOfficial, script, type AnyForwarding, type ScriptInput } from './script.ts';

/** Plays the script with one of the two clients, step by step; both trust the platform by NODE_EXTRA_CA_CERTS alone. */
export type ScriptOrder = {
  readonly client: 'official' | 'ours';
  readonly host: string;
  readonly token: string;
  /** For the step `team`. */
  readonly orgToken: string;
  readonly input: ScriptInput;
  readonly addressRange: { readonly first: string; readonly last: string };
};
export type ScriptAnswer = { readonly step: string } & ({ readonly result: unknown } | { readonly error: string });

process.once('message', (order: ScriptOrder) => void playAll(order));

async function playAll(order: ScriptOrder): Promise<void> {
  for (const step of Object.keys(script)) process.send?.({ step, ...(await play(order, step)) } satisfies ScriptAnswer);
  // The official client would keep the process for five more seconds.
  process.exit();
}

async function play(order: ScriptOrder, step: string): Promise<{ result: unknown } | { error: string }> {
  const context = new ApiClientInMemoryContextProvider();
  context.addContext({ name: 'test', host: order.host, token: step === 'team' ? order.orgToken : order.token });
  const forwarding =
    order.client === 'official'
      ? (new ApiClient(context, {}).forwarding as AnyForwarding)
      : asOfficial(new Forwarding(context, { addressRange: order.addressRange }));
  try {
    return { result: await script[step]?.(forwarding, order.input) };
  } catch (error) {
    return { error: String(error) };
  }
}
