import {
  Archive,
  Check,
  Database,
  Globe,
  Hammer,
  Layers,
  Leaf,
  type LucideIcon,
  MessagesSquare,
  Package,
  Radar,
  Server,
} from 'lucide-react';
import { createElement } from 'react';
import type { Resource } from '../../electron/contract/catalog.ts';
import './resource-icon.css';

const ADDONS: Readonly<Record<string, LucideIcon>> = {
  postgresql: Database,
  postgres: Database,
  mysql: Database,
  redis: Layers,
  mongodb: Leaf,
  minio: Archive,
  rabbitmq: MessagesSquare,
};

function iconOf(resource: Resource | undefined): LucideIcon {
  if (!resource) return Package;
  if (resource.target.kind === 'addon') return ADDONS[resource.type] ?? Package;
  if (resource.type === 'build') return Hammer;
  const protocols = resource.ports?.map((port) => port.protocol) ?? [];
  if (protocols.length > 0 && protocols.every((protocol) => protocol === 'UDP')) return Radar;
  return protocols[0] === 'HTTP' ? Globe : Server;
}

export function ResourceIcon({
  resource,
  large = false,
  marked = false,
}: {
  readonly resource: Resource | undefined;
  readonly large?: boolean;
  readonly marked?: boolean;
}) {
  return (
    <span className="resource-icon" data-large={large || undefined} data-marked={marked || undefined}>
      {createElement(marked ? Check : iconOf(resource), {
        size: large ? 18 : 16,
        strokeWidth: 1.75,
        'aria-hidden': true,
      })}
    </span>
  );
}
