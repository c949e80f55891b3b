import { FileQuestion } from 'lucide-react';
import { useId, useState } from 'react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import type { Need, Proposal } from '../../electron/contract/proposal.ts';
import { ProblemCard } from '../problems/problem-card.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { DialogHead } from '../ui/dialog-head.tsx';
import { Empty } from '../ui/empty.tsx';
import { Field } from '../ui/field.tsx';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { CheckRow } from './check-list.tsx';
import './dialogs.css';

type Ready = Extract<Proposal, { readonly state: 'ready' }>;

function Unknown({ unknown }: Pick<Ready, 'unknown'>) {
  const words = text.groups.proposal;
  if (unknown.length === 0) return null;
  return (
    <section className="dialog-unknown">
      <strong>{words.unknown(unknown.length)}</strong>
      <ul>
        {unknown.slice(0, 5).map((each) => (
          <li key={each.line} className="truncate">
            <bdi>{each.name}</bdi> · <bdi>{each.project}</bdi> · {words.line(each.line)}
          </li>
        ))}
        {unknown.length > 5 ? <li>{text.list.more(unknown.length - 5)}</li> : null}
      </ul>
      <p>{words.unknownText}</p>
    </section>
  );
}

function NeedNote({ id, line, ports, isSure }: Need) {
  const on = useSession((state) => state.forwards[id]?.wish.on ?? false);
  const words = text.groups.proposal;
  return (
    <>
      {on ? <Badge tone="ok">{words.on}</Badge> : null}
      {!on && !isSure ? <Badge>{words.unsure}</Badge> : null}
      {ports ? words.ports(ports) : null}
      {line === undefined ? null : words.line(line)}
    </>
  );
}

function Needs({ proposal }: { readonly proposal: Ready }) {
  const send = useSend();
  const words = text.groups.proposal;
  const { needs, unknown, kind } = proposal;
  const [ids, setIds] = useState<ReadonlySet<ResourceKey>>(
    () => new Set(needs.filter(({ isSure }) => isSure).map(({ id }) => id)),
  );
  const [name, setName] = useState(proposal.name ?? '');
  const leadId = useId();
  const tick = (key: ResourceKey, on: boolean) => {
    const next = new Set(ids);
    if (on) next.add(key);
    else next.delete(key);
    setIds(next);
  };
  const chosen = [...ids];
  const off = useSession((state) => chosen.filter((id) => !state.forwards[id]?.wish.on).length);
  const saveAs = () => {
    const profile = { id: crypto.randomUUID(), name: name.trim() };
    void send({ type: 'proposal.accept', ids: chosen, on: false, profile });
  };
  return (
    <div className="dialog-body">
      <p className="dialog-lead" id={leadId}>
        {words.lead[kind]}
      </p>
      <ul className="check-list scroll" aria-labelledby={leadId}>
        {needs.map((need) => (
          <CheckRow
            key={need.id}
            id={need.id}
            checked={ids.has(need.id)}
            onChange={(on) => tick(need.id, on)}
            note={<NeedNote {...need} />}
          />
        ))}
      </ul>
      <Unknown unknown={unknown} />
      <div className="dialog-buttons">
        {kind === 'link' ? null : (
          <>
            <Field
              label={words.name}
              value={name}
              maxLength={80}
              placeholder={text.groups.profiles.namePlaceholder}
              spellCheck={false}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button disabled={chosen.length === 0 || !name.trim()} onClick={saveAs}>
              {words.saveAs}
            </Button>
          </>
        )}
        <Button
          look="primary"
          disabled={off === 0}
          onClick={() => void send({ type: 'proposal.accept', ids: chosen, on: true })}
        >
          {words.forward(off)}
        </Button>
      </div>
    </div>
  );
}

function Content({ proposal }: { readonly proposal: Exclude<Proposal, { readonly state: 'none' }> }) {
  const words = text.groups.proposal;
  if (proposal.state === 'failed')
    return (
      <div className="dialog-body">
        <ProblemCard problem={proposal.problem} scope="app" />
      </div>
    );
  if (proposal.needs.length > 0) return <Needs proposal={proposal} />;
  return (
    <div className="dialog-body">
      <Unknown unknown={proposal.unknown} />
      {proposal.unknown.length > 0 ? null : (
        <Empty icon={FileQuestion} title={words.none}>
          {words.noneText}
        </Empty>
      )}
    </div>
  );
}

function titleOf(proposal: Proposal): string {
  const words = text.groups.proposal;
  if (proposal.state === 'none') return '';
  const { file } = proposal;
  if (file === undefined) return proposal.state === 'ready' ? words.titleLink : words.titleLinkFailed;
  if (proposal.state === 'failed') return file;
  return proposal.kind === 'portside' ? words.titlePortside(proposal.name, file) : words.title(file);
}

/** What a file that was dropped or opened, or a link, would do here. Nothing has happened yet. */
export function ProposalDialog() {
  const send = useSend();
  const compact = useWidth() === 'compact';
  const proposal = useSession((state) => state.proposal);
  const words = text.groups.proposal;
  const close = () => void send({ type: 'proposal.dismiss' });
  const title = titleOf(proposal);
  return (
    <Sheet open={proposal.state !== 'none'} from={compact ? 'bottom' : 'center'} label={title} onClose={close}>
      <DialogHead title={title} close={words.close} onClose={close} />
      {proposal.state === 'none' ? null : <Content key={JSON.stringify(proposal)} proposal={proposal} />}
    </Sheet>
  );
}
