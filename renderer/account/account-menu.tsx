import { Check, ChevronsUpDown, LogIn, LogOut, Plus, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Account } from '../../electron/contract/catalog.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Menu, MenuGroup, MenuItem, MenuLine } from '../ui/menu.tsx';
import { useAccountId, useMoves } from '../view.ts';
import { accountLine } from './account-words.ts';
import { Avatar } from './brand.tsx';
import { TokenFacts } from './token-facts.tsx';
import { useSignOut } from './sign-out.tsx';
import './account-menu.css';

/** Items for every account: shown in the sidebar's menu and in the compact window's. */
export function AccountItems({ current, children }: { readonly current: Account; readonly children?: ReactNode }) {
  const send = useSend();
  const signOut = useSignOut();
  const { lay, showAccount } = useMoves();
  const accounts = useSession((state) => state.accounts);
  const all = Object.values(accounts);
  return (
    <>
      <TokenFacts account={current} />
      {all.length > 1 ? (
        <>
          <MenuGroup heading={text.account.heading}>
            {all.map((account) => (
              <MenuItem
                key={account.id}
                note={accountLine(account)}
                current={account.id === current.id}
                end={account.id === current.id ? <Check size={16} strokeWidth={1.75} aria-hidden /> : null}
                onSelect={() => showAccount(account.id)}
              >
                {account.name}
              </MenuItem>
            ))}
          </MenuGroup>
          <MenuLine />
        </>
      ) : null}
      <MenuItem icon={RefreshCw} onSelect={() => void send({ type: 'catalog.refresh' })}>
        {text.sidebar.refresh}
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => lay({ kind: 'sign-in' })}>
        {text.account.add}
      </MenuItem>
      {children}
      {current.state === 'rejected' ? (
        <MenuItem icon={LogIn} onSelect={() => lay({ kind: 'sign-in', accountId: current.id })}>
          {text.signIn.againTitle}
        </MenuItem>
      ) : null}
      <MenuLine />
      <MenuItem icon={LogOut} danger onSelect={() => signOut(current.id)}>
        {all.length > 1 ? text.account.signOutOf(current.name) : text.account.signOut}
      </MenuItem>
    </>
  );
}

export function AccountMenu() {
  const accountId = useAccountId();
  const account = useSession((state) => state.accounts[accountId ?? '']);
  if (!account) return null;
  return (
    <Menu
      trigger={
        <button type="button" className="account" title={account.name}>
          <span className="visually-hidden">{text.account.menu}</span>
          <Avatar name={account.name} />
          <span className="account-words">
            <bdi className="account-name truncate">{account.name}</bdi>
            <span className="account-line truncate" data-state={account.state}>
              {accountLine(account)}
            </span>
          </span>
          {account.state === 'rejected' || account.state === 'unreachable' ? (
            <TriangleAlert className="account-alert" size={14} strokeWidth={1.75} aria-hidden />
          ) : (
            <ChevronsUpDown className="account-open" size={14} strokeWidth={1.75} aria-hidden />
          )}
        </button>
      }
    >
      <AccountItems current={account} />
    </Menu>
  );
}
