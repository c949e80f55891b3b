import { createHash, randomInt } from 'node:crypto';
import type { AddonSpec, ProjectSpec, TeamSpec } from '../spec.ts';

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

function randomWord(length: number): string {
  return Array.from({ length }, () => SAFE[randomInt(SAFE.length)]).join('');
}

/** `web-78b4d4459d-sbtn8`: a deployment's pods share the middle part and change all of it at a restart. */
export function deploymentHash(): string {
  return randomWord(10);
}

export function deploymentPod(id: string, hash: string): string {
  return `${id}-${hash}-${randomWord(5)}`;
}

/** `orders-db-0`; after a restart with a suffix, so that the old name is really gone. */
export function addonPod(id: string, index: number, restarts: number): string {
  return restarts === 0 ? `${id}-${index}` : `${id}-${index}-${randomWord(5)}`;
}

const ROLES: Record<AddonSpec['type'], string> = {
  postgresql: 'primary',
  mysql: 'primary',
  redis: 'master',
  mongodb: 'mongo-0',
  rabbitmq: 'rabbitmq',
  minio: 'minio',
};

/** Domain below which all names of one addon live: `orders-db--k2xq.addon.code.run`. */
export function addonDomain(team: TeamSpec, addonId: string): string {
  return `${addonId}--${team.dnsId}.addon.code.run`;
}

/** The name in connection strings: `primary.orders-db--k2xq.addon.code.run`. */
export function addonHost(team: TeamSpec, addon: AddonSpec): string {
  return `${ROLES[addon.type]}.${addonDomain(team, addon.id)}`;
}

/** One name per instance: the role's where there is one instance only, else the instance's own. */
export function instanceHost(team: TeamSpec, addon: AddonSpec, index: number): string {
  return addon.replicas === 1 ? addonHost(team, addon) : `${addon.id}-${index}.${addonDomain(team, addon.id)}`;
}

/** `web.ns-8zy2mcjh9zn2.svc.cluster.local` */
export function clusterHost(project: ProjectSpec, serviceId: string): string {
  return `${serviceId}.${project.namespace}.svc.cluster.local`;
}

/** The same word for the same seed, so that credentials are stable for one topology. */
export function stableWord(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length);
}
