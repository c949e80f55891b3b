/** Shape of a topology: what the stand-in platform offers, written down and never changed; `world/` holds what lives. */

/** A server that really answers behind a port. `closed` refuses connections, as a crashed process would. */
export type WorkloadName =
  | 'http'
  | 'metrics'
  | 'tcp-echo'
  | 'udp-echo'
  | 'statsd'
  | 'h2c'
  | 'postgres'
  | 'redis'
  | 'mariadb'
  | 'closed';

export type PortSpec = {
  readonly number: number;
  readonly name?: string;
  readonly protocol: 'HTTP' | 'HTTP/2' | 'TCP' | 'UDP';
  readonly public?: boolean;
  readonly workload: WorkloadName;
};

export type StateSpec = 'running' | 'paused' | 'failed';

export type ServiceSpec = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly type: 'combined' | 'build' | 'deployment';
  readonly state?: StateSpec;
  readonly instances: number;
  readonly image?: string;
  readonly ports: readonly PortSpec[];
  /** Runtime variables of its own; `${OTHER}` refers to another variable of the same service. */
  readonly env?: Readonly<Record<string, string>>;
};

type AddonType = 'postgresql' | 'mysql' | 'redis' | 'mongodb' | 'rabbitmq' | 'minio';

export type AddonSpec = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly type: AddonType;
  readonly version: string;
  readonly state?: StateSpec;
  readonly replicas: number;
  readonly tls?: boolean;
  readonly database?: string;
  readonly ports: readonly PortSpec[];
};

export type SecretGroupSpec = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly secretType: 'environment-arguments' | 'environment' | 'arguments';
  readonly priority: number;
  /** Ids of the services that may see it; absent means all of the project. */
  readonly services?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Addons whose credentials are handed on as `NF_<ADDON>_<KEY>`. */
  readonly addons?: readonly string[];
};

export type ProjectSpec = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly region: string;
  /** Kubernetes namespace, part of every internal DNS name. */
  readonly namespace: string;
  readonly services: readonly ServiceSpec[];
  readonly addons: readonly AddonSpec[];
  readonly secrets?: readonly SecretGroupSpec[];
};

export type TeamSpec = {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** The `xxxx` of `*.code.run`. */
  readonly dnsId: string;
  readonly projects: readonly ProjectSpec[];
};

export type Topology = {
  readonly org: { readonly id: string; readonly name: string };
  readonly teams: readonly TeamSpec[];
};
