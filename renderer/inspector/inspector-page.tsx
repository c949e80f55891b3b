import { ArrowLeft, Download, Eraser, type LucideIcon, Radar, SearchX } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { resourceName } from '../../electron/contract/catalog.ts';
import type { Command } from '../../electron/contract/command.ts';
import type { ForwardId } from '../../electron/contract/forward.ts';
import type { RequestId } from '../../electron/contract/inspector.ts';
import { PageHeader } from '../projects/page-header.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Empty } from '../ui/empty.tsx';
import { useEscape } from '../ui/escape.ts';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { Switch } from '../ui/switch.tsx';
import { useMoves, useView } from '../view.ts';
import { REQUEST_FILTERS, type RequestFilter, shownRequests } from './entries.ts';
import { RequestDetails } from './request-details.tsx';
import { RequestList } from './request-list.tsx';
import './inspector.css';

const words = text.inspector;

/** Where the user was before: the resource among its project's. */
function useWayBack(id: ForwardId): () => void {
  const { show, select } = useMoves();
  const projectKey = useSession((state) => state.resources[id]?.projectKey);
  return () => {
    show(projectKey === undefined ? { kind: 'live' } : { kind: 'project', key: projectKey });
    select(id);
  };
}

/** A button with its word where there is room for it. */
function Act({
  icon,
  label,
  disabled,
  command,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly disabled: boolean;
  readonly command: Command;
}) {
  const send = useSend();
  const isCompact = useWidth() === 'compact';
  const act = () => void send(command);
  if (isCompact) return <IconButton label={label} icon={icon} disabled={disabled} onClick={act} />;
  return (
    <Button small icon={icon} disabled={disabled} onClick={act}>
      {label}
    </Button>
  );
}

function Bar({
  id,
  name,
  filter,
  onFilter,
}: {
  readonly id: ForwardId;
  readonly name: string;
  readonly filter: RequestFilter;
  readonly onFilter: (filter: RequestFilter) => void;
}) {
  const send = useSend();
  const back = useWayBack(id);
  const isOn = useSession((state) => state.inspector.on[id] === true);
  const isEmpty = useSession((state) => Object.keys(state.requests).length === 0);
  return (
    <div className="inspector-bar">
      <IconButton label={words.back(name)} icon={ArrowLeft} onClick={back} />
      <Choice
        label={words.shown}
        value={filter}
        options={REQUEST_FILTERS.map((value) => ({ value, label: words.filters[value] }))}
        onChange={onFilter}
      />
      <span className="inspector-gap" />
      <Act icon={Download} label={words.export} disabled={isEmpty} command={{ type: 'inspector.export', id }} />
      <Act icon={Eraser} label={words.clear} disabled={isEmpty} command={{ type: 'inspector.clear', id }} />
      <span className="inspector-switch" aria-hidden>
        {words.inspect}
      </span>
      <Switch label={words.label} checked={isOn} onChange={(on) => void send({ type: 'inspector.set', id, on })} />
    </div>
  );
}

/** What is said in place of the list. */
function NoRequests({ id, isFiltered }: { readonly id: ForwardId; readonly isFiltered: boolean }) {
  const send = useSend();
  const isOn = useSession((state) => state.inspector.on[id] === true);
  if (!isOn) {
    return (
      <Empty
        icon={Radar}
        title={words.off}
        action={
          <Button look="primary" onClick={() => void send({ type: 'inspector.set', id, on: true })}>
            {words.turnOn}
          </Button>
        }
      >
        {words.offText}
      </Empty>
    );
  }
  return (
    <Empty icon={isFiltered ? SearchX : Radar} title={isFiltered ? words.none : words.empty}>
      {isFiltered ? words.noneText : words.emptyText}
    </Empty>
  );
}

/** The requests of one forward, and one of them in full. Main is told who looks: nothing comes up otherwise. */
export function InspectorPage({ id }: { readonly id: ForwardId }) {
  const send = useSend();
  const width = useWidth();
  const [filter, setFilter] = useState<RequestFilter>('all');
  const [chosen, setChosen] = useState<RequestId | undefined>(undefined);
  const requests = useSession((state) => state.requests);
  const query = useView((view) => view.query);
  const name = useSession((state) => resourceName(state.resources[id], id));
  const isOn = useSession((state) => state.inspector.on[id] === true);
  const { http2, other } = useSession((state) => state.inspector.unread);
  const shown = useSession((state) => state.inspector.shown);
  const entries = useMemo(() => shownRequests(requests, id, filter, query), [requests, id, filter, query]);
  const detail = shown !== undefined && shown.entry.id === chosen ? shown : undefined;

  useEffect(() => {
    void send({ type: 'inspector.watch', id });
    return () => void send({ type: 'inspector.watch' });
  }, [send, id]);

  const choose = (requestId: RequestId) => {
    setChosen(requestId);
    void send({ type: 'inspector.look', requestId });
  };
  const close = () => {
    const row = document.querySelector<HTMLElement>(`[data-request="${chosen ?? ''}"]`);
    setChosen(undefined);
    void send({ type: 'inspector.look' });
    row?.focus();
  };
  useEscape(width === 'wide' && detail !== undefined, close);

  const label = detail ? words.details(detail.entry.method, detail.entry.path) : words.list;
  return (
    <>
      <PageHeader title={words.title(name)} about={isOn ? words.about : words.aboutOff} search={isOn} />
      <Bar id={id} name={name} filter={filter} onFilter={setFilter} />
      {http2 + other > 0 ? <p className="inspector-unread">{words.unread(http2, other)}</p> : null}
      <div className="inspector" data-split={(width === 'wide' && detail !== undefined) || undefined}>
        {entries.length > 0 ? (
          <RequestList
            entries={entries}
            chosen={chosen}
            // Over a list that is covered the arrows would open one sheet after the other.
            onChoose={(requestId, how) =>
              how === 'opened' || width === 'wide' ? choose(requestId) : setChosen(requestId)
            }
          />
        ) : (
          <NoRequests id={id} isFiltered={Object.keys(requests).length > 0} />
        )}
        {width === 'wide' && detail ? (
          <aside className="request-details" aria-label={label}>
            <RequestDetails detail={detail} onClose={close} />
          </aside>
        ) : null}
      </div>
      {width === 'wide' ? null : (
        <Sheet open={detail !== undefined} from={width === 'compact' ? 'bottom' : 'side'} label={label} onClose={close}>
          {detail ? (
            <div className="request-details">
              <RequestDetails detail={detail} onClose={close} />
            </div>
          ) : null}
        </Sheet>
      )}
    </>
  );
}
