import { openEngine } from '../../electron/engine/engine.ts';
import type { TunnelPlan } from '../../electron/engine/face.ts';
import type { AddressRange } from '../../electron/engine/limits.ts';

/** What the child is given: one forward, and the gateway that it leads to. */
export type Given = {
  readonly plan: TunnelPlan;
  readonly authorization: string;
  readonly ca: string;
  readonly range: AddressRange;
};

/** An engine in a process that may not listen below 1024; says each status of its tunnel, until its parent lets it go. */
process.once('message', ({ plan, authorization, ca, range }: Given) => {
  const engine = openEngine(
    {
      resolve: async () => ({ plans: [plan] }),
      credentials: async () => ({ authorization, ca: [ca] }),
      report(observation) {
        if (observation.type !== 'forward') return;
        for (const { status } of Object.values(observation.tunnels))
          process.send?.({ uid: process.getuid?.(), status });
      },
      places: {},
    },
    { range },
  );
  const target = { accountId: 'acc', projectId: 'demo', kind: 'service', resourceId: 'web' } as const;
  engine.reconcile([{ id: 'acc/-/demo/service/web', target, wish: { on: true } }]);
  process.once('disconnect', () => process.exit(0));
});
