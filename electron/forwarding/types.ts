/**
 * What programs see of `portside/forwarding`. Shapes and names are those of `apiClient.forwarding` in
 * `@northflank/js-client` 0.9.5, so that a program changes one import; what is ours besides is optional. Nothing is
 * imported from other rooms: this file is published as it stands.
 */
import type { EventEmitter } from 'node:events';

/** One forwarded port. */
export type PortForwardingInfo = {
  type: 'addon' | 'service';
  projectId: string;
  id: string;
  /** Loopback address and port on this machine. The port is the remote one unless that could not be bound; see `notice`. */
  address: string;
  port: number;
  portName?: string;
  portRemote?: number;
  /** As the platform says it: newer protocols than these (`HTTP/2`) are carried along and forwarded as plain TCP. */
  protocol?: 'HTTP' | 'TCP' | 'UDP';
  hostnames: string[];
  ipOnly: boolean;
  /** Ours: the pod that the port belongs to, where it was asked for or an addon has several. */
  instance?: string;
  /** Ours: why `port` or `address` is not what it would usually be. */
  notice?: string;
};

export type PortForwardingResult =
  | { data: PortForwardingInfo; error?: never }
  | {
      data?: never;
      /** A sentence for the user. */
      error: { message: string };
    };

export type ServiceParameters = {
  teamId?: string;
  projectId: string;
  serviceId: string;
  /** Pod name: only this instance is reached, directly. */
  instanceId?: string;
  /** Remote port numbers; absent means all. */
  portsFilter?: number[];
};
export type AddonParameters = { teamId?: string; projectId: string; addonId: string };
export type ProjectParameters = { teamId?: string; projectId: string };

/** One entry per service and addon, in the platform's order; in each, one per port (addons: per instance and port). */
export type ProjectForwardingResult = { services: PortForwardingResult[][]; addons: PortForwardingResult[][] };

/** The running tunnel of one port, as events carry it. */
export type PortTunnel = EventEmitter<PortTunnelEvents> & {
  readonly bindTo: { address: string; port: number };
  /** Of the local port: everything but UDP is TCP. */
  readonly protocol: 'TCP' | 'UDP';
};

/** One local connection that has ended. */
export type ConnectionEnd = {
  /** Of its port, from 1. */
  number: number;
  /** Pod that served it. */
  instance?: string;
  bytesIn: number;
  bytesOut: number;
  tookMs: number;
  code?: number;
  reason?: string;
};

export type PortTunnelEvents = {
  'tunnel-open': [bound: { address: string; port: number }];
  'tunnel-close': [];
  'connection-accept': [];
  /** Close code and reason as the official client gives them, and all that is known of the connection. */
  'connection-close': [code: number | undefined, reason: Buffer, end: ConnectionEnd | undefined];
  'connection-error': [error: Error];
};

export type ForwardingEvents = {
  /** The port is bound here and the gateway has answered for it. */
  'tunnel-open': [tunnel: PortTunnel, info: PortForwardingInfo];
  /** The local port is free again. */
  'tunnel-close': [tunnel: PortTunnel, info: PortForwardingInfo];
  /** A local program has connected. TCP only, as with the official client. */
  'connection-accept': [tunnel: PortTunnel];
  'connection-close': [tunnel: PortTunnel];
  /** The far end cannot be reached. New connections are held meanwhile, and the forward comes back by itself. */
  'connection-error': [tunnel: PortTunnel, info: PortForwardingInfo, error: Error];
};

/** The part of js-client's context providers that is used: host and token of the current context. */
export type ContextProvider = {
  getCurrentContext: () => Context | undefined;
  /** Read at each dial where it is there, so that a token renewed in the context counts at once. */
  loadContextWrapper?: () => { contexts: Context[] };
};

export type Context = { name: string; token: string; host?: string };

/** Host and token without a context. */
export type Credentials = {
  /** `https://api.northflank.com` unless given. */
  host?: string;
  /** A function is asked at each dial. */
  token: string | (() => string);
};

export type ForwardingOptions = {
  /** Extra certificate authorities, PEM, beside the public ones. `NODE_EXTRA_CA_CERTS` works as well. */
  ca?: string;
  /** How long `forward…` waits for a port to open before its entry is an error; 15 s unless given. */
  openTimeoutMs?: number;
  /** The hosts file that names are written to with `ipOnly = false`; the system's unless given. */
  hostsFile?: string;
  /** Loopback addresses to give out; 127.24.1.1 to 127.24.255.255 unless given. */
  addressRange?: { first: string; last: string };
  /**
   * Which requests of browsers are refused here instead of passed on. `host`, unless given: those for a name that is none of the
   * forward's, and WebSockets of foreign pages. `strict`: all else too that a browser sends for a page of another site.
   */
  guard?: 'off' | 'host' | 'strict';
};

/** Whether this process may write host names, and why not. */
export type Privileges = { error: boolean; message?: string; type?: 'windows-admin' | 'unix-admin' };
