import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import { describe, problem, type Problem } from '../../electron/contract/problem.ts';
import { RestoreBanner } from '../groups/restore-banner.tsx';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useMinute } from '../ui/clock.ts';
import { SEVERITY_ICONS } from './problem-card.tsx';
import { type Scope, useRemedy } from './remedy.ts';
import './banners.css';

function Banner({
  trouble,
  scope,
  title,
  lead,
  onDismiss,
}: {
  readonly trouble: Problem;
  readonly scope: Scope;
  /** Replaces the problem's own title, to name whose problem it is. */
  readonly title?: string;
  readonly lead?: ReactNode;
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
      {said.action ? (
        <Button small onClick={() => remedy(said.remedy)}>
          {said.action}
        </Button>
      ) : null}
      {onDismiss ? <IconButton label={text.ui.dismiss} icon={X} size={14} onClick={onDismiss} /> : null}
    </div>
  );
}

/** Of an account at most one thing is said: that it cannot be used, or that its list is old. */
function AccountBanner({ account, several, online }: { account: Account; several: boolean; online: boolean }) {
  const now = useMinute();
  const scope: Scope = { accountId: account.id };
  const titled = (trouble: Problem) =>
    several ? text.notice.account(account.name, describe(trouble).title) : undefined;
  if (account.problem && (account.state === 'rejected' || (account.state === 'unreachable' && online))) {
    const title = titled(account.problem);
    return <Banner trouble={account.problem} scope={scope} {...(title !== undefined && { title })} />;
  }
  const { catalog } = account;
  if (catalog.state !== 'stale' || !catalog.problem || !online) return null;
  const title = titled(catalog.problem);
  return (
    <Banner
      trouble={catalog.problem}
      scope={scope}
      lead={<span className="banner-text">{text.notice.stale(catalog.readAt, now)} </span>}
      {...(title !== undefined && { title })}
    />
  );
}

/** A problem of one account names it behind a slash in its key. */
function scopeOf(key: string): Scope {
  const [, accountId] = key.split('/');
  return accountId === undefined ? 'app' : { accountId };
}

/** Trouble that is larger than one forward. Being offline explains the rest, so the rest is not said then. */
export function Banners() {
  const send = useSend();
  const online = useSession((state) => state.online);
  const accounts = useSession((state) => state.accounts);
  const problems = useSession((state) => state.problems);
  const all = Object.values(accounts);
  return (
    <div className="banners">
      {online ? null : <Banner trouble={problem('offline')} scope="app" />}
      <RestoreBanner />
      {all.map((account) => (
        <AccountBanner key={account.id} account={account} several={all.length > 1} online={online} />
      ))}
      {Object.entries(problems).map(([key, each]) => (
        <Banner
          key={key}
          trouble={each}
          scope={scopeOf(key)}
          onDismiss={() => void send({ type: 'problem.dismiss', key })}
        />
      ))}
    </div>
  );
}
