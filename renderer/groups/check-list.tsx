import type { ReactNode } from 'react';
import { parseResourceKey, resourceName, type ResourceKey } from '../../electron/contract/catalog.ts';
import { ResourceIcon } from '../projects/resource-icon.tsx';
import { useSession } from '../session.ts';
import { ProductionBadge } from './production.tsx';
import './check-list.css';

/** One resource that can be ticked. */
export function CheckRow({
  id,
  checked,
  onChange,
  note,
}: {
  readonly id: ResourceKey;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly note?: ReactNode;
}) {
  const resource = useSession((state) => state.resources[id]);
  const target = parseResourceKey(id);
  const project = useSession((state) => state.projects[resource?.projectKey ?? '']?.name ?? target?.projectId ?? '');
  const name = resourceName(resource, id);
  return (
    <li>
      <label className="check-row">
        <input
          className="check-box"
          type="checkbox"
          aria-label={name}
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <ResourceIcon resource={resource} />
        <span className="check-words">
          <bdi className="check-name truncate" title={name}>
            {name}
          </bdi>
          <span className="check-about">
            <bdi className="check-project truncate">{project}</bdi>
            <ProductionBadge id={id} plain />
          </span>
        </span>
        {note ? <span className="check-note">{note}</span> : null}
      </label>
    </li>
  );
}
