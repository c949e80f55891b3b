import { answer } from '../calls.ts';
import { startApi, type Services } from './api.ts';
import { startDirect, startGateway, type Certificate } from './gateway.ts';
import { PORTS } from './ports.ts';
import { ROUND_TRIP_MS, startRelay } from './relay.ts';
import { startSsh, type Ssh } from './ssh.ts';
import { counters } from './workload.ts';

export type FarOptions = {
  readonly certificate: Certificate;
  readonly frameBytes: number;
  readonly apiDelayMs: number;
  readonly withSsh: boolean;
};

/** Where the far side is to be found. Service `near` is behind the gateway itself, `distant` behind 50 ms. */
export type Far = {
  readonly apiPort: number;
  readonly direct: Readonly<Record<number, number>>;
  readonly ssh: Ssh | undefined;
};

export type Sunk = { readonly bytes: number; readonly atMs: number; readonly cpuMs: number };

async function open({ certificate, frameBytes, apiDelayMs, withSsh }: FarOptions): Promise<Far> {
  const gatewayPort = await startGateway(certificate, frameBytes);
  const ports = Object.values(PORTS);
  const services: Services = {
    near: { gatewayPort, ports },
    distant: { gatewayPort: await startRelay(gatewayPort, ROUND_TRIP_MS), ports: [PORTS.echo] },
  };
  return {
    apiPort: await startApi(certificate, services, apiDelayMs),
    direct: await startDirect(),
    ssh: withSsh ? await startSsh() : undefined,
  };
}

answer({
  open,
  sunk(): Sunk {
    const { user, system } = process.cpuUsage();
    return { bytes: counters.sunkBytes, atMs: performance.now(), cpuMs: (user + system) / 1000 };
  },
});
