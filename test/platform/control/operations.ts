import type { Parts } from '../parts.ts';
import { enough, matchRequests, matchTunnels } from '../world/journal.ts';
import type { Live } from '../world/world.ts';
import type { OperationName, Operations, ResourceView } from './protocol.ts';

export type OperationTable = {
  readonly [Name in OperationName]: (input: Operations[Name][0]) => Operations[Name][1] | Promise<Operations[Name][1]>;
};

export function createOperations(parts: Parts): OperationTable {
  const { world, tokens, journal, rules, rateLimit, gateway, front, logins } = parts;

  function clearFaults(): null {
    rules.clear();
    rateLimit.clear();
    front.shape.oneWayMs = 0;
    front.shape.bytesPerSecond = 0;
    gateway.setCompression(false);
    return null;
  }

  return {
    restart({ resource, keepNames }) {
      const live = world.find(resource);
      world.restart(live, { keepNames: keepNames === true });
      return view(live);
    },
    scale({ resource, instances }) {
      const live = world.find(resource);
      world.scale(live, instances);
      return view(live);
    },
    setState({ resource, state }) {
      const live = world.find(resource);
      world.setState(live, state);
      return view(live);
    },
    inspect: ({ resource }) => view(world.find(resource)),
    addResource: ({ resource, spec }) => view(world.add(resource, spec)),
    removeResource({ resource }) {
      world.remove(world.find(resource));
      return null;
    },
    dropTunnels: ({ filter, how }) => gateway.drop(filter, how),
    addRule({ rule }) {
      rules.add(rule);
      return null;
    },
    clearFaults: async () => {
      await front.resume();
      return clearFaults();
    },
    reset: async () => {
      await front.resume();
      clearFaults();
      world.reset();
      journal.forget();
      return null;
    },
    issueToken: ({ options }) => tokens.issue(options),
    revokeToken({ token }) {
      tokens.revoke(token);
      return null;
    },
    setRateLimit({ limit, windowSeconds }) {
      rateLimit.set(limit, windowSeconds);
      return null;
    },
    setLatency({ oneWayMs }) {
      front.shape.oneWayMs = oneWayMs;
      return null;
    },
    setBandwidth({ bytesPerSecond }) {
      front.shape.bytesPerSecond = bytesPerSecond;
      return null;
    },
    setCompression({ on }) {
      gateway.setCompression(on);
      return null;
    },
    stopListening: async ({ dropOpen }) => {
      await front.stop({ dropOpen });
      return null;
    },
    resumeListening: async () => {
      await front.resume();
      return null;
    },
    async answerLogin({ answer, message }) {
      await journal.waitFor('a browser login', () => logins.answer(answer, message) || undefined);
      return null;
    },
    stats: () => ({ requests: journal.requests, tunnels: journal.tunnels, connections: front.connections() }),
    waitForTunnels: async ({ filter, wanted }) =>
      await journal.waitFor(
        `tunnels ${JSON.stringify({ ...filter, ...wanted })}`,
        () => enough(matchTunnels(journal.tunnels, filter), wanted),
        wanted.timeoutMs,
      ),
    waitForRequests: async ({ filter, wanted }) =>
      await journal.waitFor(
        `requests ${JSON.stringify({ ...filter, ...wanted })}`,
        () => enough(matchRequests(journal.requests, filter), wanted),
        wanted.timeoutMs,
      ),
    waitForLogin: async ({ wanted }) => ({
      loginPage: await journal.waitFor('a browser login', () => logins.pages().at(-1), wanted.timeoutMs),
    }),
  };
}

function view(live: Live): ResourceView {
  return {
    state: live.state,
    instances: live.instances,
    pods: live.pods.map((pod) => pod.name),
    workloads: live.spec.ports.map(({ number, workload }) => ({ port: number, workload })),
  };
}
