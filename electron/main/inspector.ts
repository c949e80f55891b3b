import { app } from 'electron';
import { Failure } from '../contract/failure.ts';
import { addressOf, findTunnel } from '../contract/session.ts';
import { createInspector } from '../inspector/inspector.ts';
import { curlOf } from '../kit/curl.ts';
import type { InspectorDeeds } from '../session/commands/inspector-commands.ts';
import type { Store } from '../session/store.ts';
import { saveTextFile } from '../shell/file-dialogs.ts';

type Parts = {
  readonly store: Store;
  readonly copy: (text: string, secret: boolean) => Promise<void> | void;
};

/** Requests of the forwards that the user looks into. */
export function openInspector({ store: { dispatch, read, subscribe }, copy }: Parts) {
  const addressFor = (tunnelId: string) => {
    const tunnel = findTunnel(read(), tunnelId);
    return tunnel && addressOf(tunnel);
  };
  const inspector = createInspector({
    tell: (change, requests) => dispatch({ type: 'inspected', change, requests }),
    addressOf: addressFor,
    version: app.getVersion(),
  });
  const end = subscribe((next, previous) => {
    if (next.forwards === previous.forwards) return;
    const isGone = Object.keys(next.inspector.on).some((id) => !Object.hasOwn(next.forwards, id));
    if (isGone) inspector.keepOnly(new Set(Object.keys(next.forwards)));
  });
  const deeds: InspectorDeeds = {
    inspector: {
      ...inspector,
      async copy(id, real) {
        const request = inspector.plain(id, real);
        const address = addressFor(request.tunnel);
        if (!address) throw new Failure('not-open');
        await copy(curlOf(request, address), real);
      },
      async export(id) {
        const name = `${id.split('/').at(-1) ?? 'requests'}.har`;
        await saveTextFile({ name, text: await inspector.har(id) }, { name: 'HTTP Archive', extensions: ['har'] });
      },
    },
  };
  return {
    observe: (...given: Parameters<typeof inspector.observe>) => inspector.observe(...given),
    setVisible: (visible: boolean) => inspector.setVisible(visible),
    deeds,
    close: () => {
      end();
      inspector.close();
    },
  };
}
