import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import { describe, problem, type Problem, type Severity } from '../../electron/contract/problem.ts';
import { RestoreBanner } from '../groups/restore-banner.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useMinute } from '../ui/clock.ts';
import { useWidth } from '../ui/media.ts';
import { SEVERITY_ICONS } from './problem-card.tsx';
import { type Scope, useRemedy } from './remedy.ts';
import './banners.css';

export function Banner({
  trouble,
  scope,
  title,
  lead,
  end,
  onDismiss,
}: {
  readonly trouble: Problem;
  readonly scope: Scope;
  /** Replaces the problem's own title, to name whose problem it is. */
  readonly title?: string;
  readonly lead?: ReactNode;
  /** Stands in the place of the problem's own button. */
  readonly end?: ReactNode;
  readonly onDismiss?: () => void;
}) {
  const remedy = useRemedy(scope);
  const said = describe(trouble);
  const Icon = SEVERITY_ICONS[said.severity];
  return (
    <div className="banner" role={said.severity === 'error' ? 'alert' : 'status'} data-severity={said.severity}>
      <Icon className="banner-icon" size={16} strokeWidth={2} aria-hidden />
      <p className="banner-words">
        <strong>{title ?? said.title}</strong> {lead}
        <span className="banner-text">{said.text}</span>
      </p>
      {end}
      {said.action && end === undefined ? (
        <Button small onClick={() => remedy(said.remedy)}>
          {said.action}
        </Button>
      ) : null}
      {onDismiss ? <IconButton label={text.ui.dismiss} icon={X} size={14} onClick={onDismiss} /> : null}
    </div>
  );
}

/** Of an account at most one thing is said: that it cannot be used, or that its list is old. */
function troubleOf({ problem: own, state, catalog }: Account, online: boolean): Problem | undefined {
  if (own && (state === 'rejected' || (state === 'unreachable' && online))) return own;
  return catalog.state === 'stale' && online ? catalog.problem : undefined;
}

function AccountBanner({ account, trouble, several }: { account: Account; trouble: Problem; several: boolean }) {
  const now = useMinute();
  const old = trouble === account.catalog.problem && trouble !== account.problem;
  return (
    <Banner
      trouble={trouble}
      scope={{ accountId: account.id }}
      {...(several && { title: text.notice.account(account.name, describe(trouble).title) })}
      {...(old && {
        lead: <span className="banner-text">{text.notice.stale(account.catalog.readAt, now)} </span>,
      })}
    />
  );
}

/** A problem of one account names it behind a slash in its key. */
function scopeOf(key: string): Scope {
  const [, accountId] = key.split('/');
  return accountId === undefined ? 'app' : { accountId };
}

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };
/** So many stand above the list before it is crowded out; the rest is counted. */
const MOST = { wide: 2, middle: 2, compact: 1 } as const;

/**
 * Trouble that is larger than one forward, the worst first. Being offline explains the rest, so the rest is not said then.
 */
export function Banners() {
  const send = useSend();
  const online = useSession((state) => state.online);
  const accounts = useSession((state) => state.accounts);
  const problems = useSession((state) => state.problems);
  const restorable = useSession((state) => state.restorable.length > 0);
  const [open, setOpen] = useState(false);
  const all = Object.values(accounts);
  const told: { readonly severity: Severity; readonly banner: ReactElement }[] = [];
  const tell = (trouble: Problem, banner: ReactElement) => told.push({ severity: describe(trouble).severity, banner });
  if (!online) tell(problem('offline'), <Banner key="offline" trouble={problem('offline')} scope="app" />);
  for (const account of all) {
    const trouble = troubleOf(account, online);
    if (trouble)
      tell(trouble, <AccountBanner key={account.id} account={account} trouble={trouble} several={all.length > 1} />);
  }
  for (const [key, each] of Object.entries(problems)) {
    const dismiss = () => void send({ type: 'problem.dismiss', key });
    tell(each, <Banner key={key} trouble={each} scope={scopeOf(key)} onDismiss={dismiss} />);
  }
  if (restorable) told.push({ severity: 'info', banner: <RestoreBanner key="restore" /> });
  told.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
  const room = MOST[useWidth()];
  const shown = open ? told : told.slice(0, room);
  return (
    <div className="banners">
      {shown.map(({ banner }) => banner)}
      {told.length > room ? (
        <button type="button" className="banners-more" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? text.notice.fewer : text.notice.more(told.length - room)}
        </button>
      ) : null}
    </div>
  );
}
