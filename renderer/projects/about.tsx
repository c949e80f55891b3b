import type { Resource } from '../../electron/contract/catalog.ts';
import { describe } from '../../electron/contract/problem.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { portName, stateWords, typeName } from './resource-words.ts';

/** What Northflank says of the resource. */
export function About({
  resource,
  showPorts,
}: {
  readonly resource: Resource;
  /** False where every port has a card of its own. */
  readonly showPorts: boolean;
}) {
  const isAddon = resource.target.kind === 'addon';
  const lines: readonly (readonly [string, string | undefined])[] = [
    [text.details.kind, typeName(resource.type)],
    [text.details.version, resource.version],
    [text.details.state, stateWords(resource)],
    [text.about.tls, resource.tls === undefined ? undefined : resource.tls ? text.about.tlsOn : text.about.tlsOff],
    [isAddon ? text.about.replicas : text.details.instances, resource.instances?.toString()],
  ];
  return (
    <section className="about">
      <h3 className="about-heading">{text.details.about}</h3>
      {resource.description ? <p className="about-text selectable">{resource.description}</p> : null}
      {resource.problem ? <p className="about-text">{text.about.unread(describe(resource.problem).title)}</p> : null}
      <dl>
        {lines.map(([label, value]) =>
          value === undefined ? null : (
            <div className="about-line" key={label}>
              <dt className="card-label">{label}</dt>
              <dd className="truncate selectable" title={value}>
                {value}
              </dd>
            </div>
          ),
        )}
        {!showPorts || resource.ports?.length === 0 ? null : (
          <div className="about-line">
            <dt className="card-label">{text.details.ports}</dt>
            <dd className="about-ports">
              {resource.ports
                ? resource.ports.map((port) => (
                    <Badge key={`${port.protocol}${port.number}`} title={port.protocol}>
                      {portName(port)} {port.number}
                    </Badge>
                  ))
                : text.details.portsLater}
            </dd>
          </div>
        )}
        {resource.tags.length > 0 ? (
          <div className="about-line">
            <dt className="card-label">{text.details.tags}</dt>
            <dd className="about-ports">
              {resource.tags.map((tag) => (
                <Badge key={tag} title={tag}>
                  {tag}
                </Badge>
              ))}
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}
